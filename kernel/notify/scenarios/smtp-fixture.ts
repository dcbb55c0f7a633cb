import { createServer, type Server, type Socket } from 'node:net';

/** A mail server on this machine, as far as SMTP needs: it takes what it is sent, or says no. */
export interface SmtpServer {
  readonly url: string;
  readonly received: { readonly to: string; readonly text: string }[];
  /** Answer to the next RCPT commands; default 250. */
  refuse(code: number | null): void;
  stop(): Promise<void>;
}

export async function startSmtp(port = 0): Promise<SmtpServer> {
  const received: { to: string; text: string }[] = [];
  const sockets = new Set<Socket>();
  let refusal: number | null = null;
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const say = (line: string) => socket.write(`${line}\r\n`);
    let to = '';
    let data: string | undefined;
    let rest = '';
    socket.on('data', (chunk) => {
      rest += chunk.toString('utf8');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data !== undefined) {
          if (line === '.') {
            received.push({ to, text: decoded(data) });
            data = undefined;
            say('250 taken');
          } else data += `${line}\n`;
        } else if (/^EHLO/i.test(line)) say('250 plant.test');
        else if (/^RCPT TO:/i.test(line)) {
          to = /<(.*)>/.exec(line)?.[1] ?? '';
          say(refusal === null ? '250 known' : `${refusal} not today`);
        } else if (/^DATA/i.test(line)) {
          data = '';
          say('354 go on');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else say('250 fine');
      }
    });
    say('220 plant.test');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}?ignoreTLS=true`,
    received,
    refuse: (code) => {
      refusal = code;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Undoes quoted-printable, as a mail program does before it shows a link. */
function decoded(text: string): string {
  const bytes = text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
