import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import type { SealKey } from './seal.ts';

x509.cryptoProvider.set(webcrypto);

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
const period = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 30 * 86_400_000) };

/** A certificate authority and a key it certified, for tests of the seal. */
export async function sealFixture(kind: 'ec' | 'rsa' = 'ec'): Promise<SealKey> {
  const authority = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test authority',
    ...period,
    signingAlgorithm: EC,
    keys: authority,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const keys = await webcrypto.subtle.generateKey(kind === 'ec' ? EC : RSA, true, ['sign', 'verify']);
  const leaf = await x509.X509CertificateGenerator.create({
    subject: 'CN=Northwind document seal, O=Northwind',
    issuer: root.subject,
    ...period,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: EC,
    extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation, true)],
  });
  const secret = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    certificatePem: leaf.toString('pem'),
    privateKeyPem: `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`,
    chainPem: [root.toString('pem')],
  };
}

/** Runs a program over the bytes as a file; undefined when it is not installed. `{}` stands for the file's name. */
export function checkWith(command: string, args: readonly string[], bytes: Uint8Array, name = 'file.pdf'): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-check-'));
  const path = join(folder, name);
  writeFileSync(path, bytes);
  try {
    return execFileSync(
      command,
      args.map((arg) => arg.replace('{}', path)),
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    if (error instanceof Error && 'stdout' in error) return String(error.stdout);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether openssl accepts the CMS signature of a sealed PDF over the bytes its range names, back to the authority. */
export function openSslAccepts(bytes: Uint8Array, key: SealKey): boolean {
  const text = Buffer.from(bytes).toString('latin1');
  const range = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)/.exec(text)?.slice(1).map(Number) ?? [];
  const [start = 0, first = 0, second = 0, length = 0] = range;
  if (first === 0 || second + length !== bytes.byteLength) return false;
  const hex = text.slice(first + 1, second - 1).replace(/(00)+$/, '');
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-check-'));
  try {
    const file = (name: string, content: Uint8Array | string): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const covered = Buffer.concat([bytes.subarray(start, start + first), bytes.subarray(second, second + length)]);
    const signature = file('signature.der', Buffer.from(hex.length % 2 === 0 ? hex : `${hex}0`, 'hex'));
    const roots = file('roots.pem', key.chainPem.join('\n'));
    const args = [
      'cms',
      '-verify',
      '-binary',
      '-cades',
      '-inform',
      'DER',
      '-in',
      signature,
      '-content',
      file('covered', covered),
    ];
    execFileSync('openssl', [...args, '-CAfile', roots, '-purpose', 'any', '-out', join(folder, 'out')], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
