import { createApplication, pageOf, serveWeb } from '#kernel/app';
import { startSealer } from '#kernel/audit';
import type { DatabaseUrls } from '#kernel/db';
import { startWatch, startWorker } from '#kernel/jobs';
import type { Kernel } from '#kernel/records';
import { modules } from '../../modules/index.ts';
import { refuseMovableClock } from './migrate.ts';

export interface ServerOptions {
  readonly databases: DatabaseUrls;
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly webRoot: string;
  readonly environment: 'demo' | 'production' | 'validation' | 'development';
  /** Runs schedules, queue and outbox in this process too. */
  readonly worker: boolean;
  /** Public address, where it differs from host and port. */
  readonly origin?: string;
  readonly trustedProxies?: readonly string[];
}
const environments = {
  demo: { isProduction: false, name: 'Demo', notice: 'Demo company: people, documents and signatures are examples.' },
  validation: {
    isProduction: false,
    name: 'Validation',
    notice: 'Validation environment: signatures made here are not binding.',
  },
  development: {
    isProduction: false,
    name: 'Development',
    notice: 'Development environment: signatures made here are not binding.',
  },
  production: { isProduction: true, name: 'Production' },
} as const;
const report = (what: string) => (error: unknown) =>
  process.stderr.write(
    `${JSON.stringify({ level: 'error', what, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })}\n`,
  );

/** A node without a worker still tells when the last worker has fallen silent. */
function watching(kernel: Kernel): { stop(): Promise<void> } {
  const stop = startWatch(kernel);
  return { stop: async () => stop() };
}

/** Composes the modules and listens: API, web application, and the worker and sealer when asked. */
export async function startServer(options: ServerOptions): Promise<{ url: string; close(): Promise<void> }> {
  await refuseMovableClock(options.databases);
  const shown = options.host === '127.0.0.1' || options.host === '0.0.0.0' ? 'localhost' : options.host;
  const origin = options.origin ?? `http://${shown}:${options.port}`;
  const app = await createApplication({
    urls: options.databases,
    modules,
    dataDir: options.dataDir,
    origin,
    environment: environments[options.environment],
    trustedProxies: options.trustedProxies ?? [],
    ...pageOf(options.webRoot),
    onDefect: (error, requestId) => report(`request ${requestId}`)(error),
  });
  await serveWeb(app.http, options.webRoot);
  const sealer = startSealer({ url: options.databases.sealer, dataDir: options.dataDir, onError: report('sealer') });
  const background = options.worker
    ? startWorker(app.kernel, { intervalMs: 500, onError: report('worker') })
    : watching(app.kernel);
  await app.http.listen({ port: options.port, host: options.host });
  return {
    url: origin,
    async close() {
      await background.stop();
      await app.close();
      await sealer.stop();
    },
  };
}
