import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

const CONFIG = `
[req]
distinguished_name = name
x509_extensions = tsa
prompt = no
[name]
CN = Test timestamp authority
[tsa]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ts]
default_tsa = authority
[authority]
serial = SERIAL
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
`;

/** An RFC 3161 authority on this machine, answered by openssl. */
export async function timestampFixture(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-tsa-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: 'ignore' });
  };
  writeFileSync(at('conf'), CONFIG.replace('SERIAL', at('serial')));
  writeFileSync(at('serial'), '01\n');
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-config',
    at('conf'),
    '-keyout',
    at('key'),
    '-out',
    at('cert'),
  );
  const server = createServer((request, response) => {
    void buffer(request).then((query) => {
      writeFileSync(at('query'), query);
      openssl(
        'ts',
        '-reply',
        '-config',
        at('conf'),
        '-section',
        'authority',
        '-queryfile',
        at('query'),
        '-inkey',
        at('key'),
        '-signer',
        at('cert'),
        '-out',
        at('reply'),
      );
      response.setHeader('content-type', 'application/timestamp-reply').end(readFileSync(at('reply')));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
