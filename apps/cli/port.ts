import { once } from 'node:events';
import { createServer } from 'node:net';
import { UserError } from './user-error.ts';

/** Reads a port number from an option or the environment. @throws UserError when it is not one. */
export function portFrom(text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UserError(`"${text}" is not a port number: give one between 1 and 65535.`);
}

/** Fails early and clearly when `port` cannot be listened on. @throws UserError */
export async function expectFree(port: number, host: string): Promise<void> {
  const probe = createServer();
  try {
    probe.listen({ port, host, exclusive: true });
    await once(probe, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new UserError(
        `Port ${port} is already used by another program: stop it, or choose another port with --port or PORT.`,
      );
    }
    if (code === 'EACCES')
      throw new UserError(`This user may not listen on port ${port}: choose one above 1023 with --port or PORT.`);
    throw new UserError(
      `Listening on ${host} port ${port} is not possible (${String(code)}): choose another address with --host or HOST.`,
    );
  } finally {
    probe.close();
  }
}
