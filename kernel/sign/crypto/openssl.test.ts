import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certifySigner, createSealCertificate, passkeyPublicKeyPem, signStatement } from './index.ts';
import { approval, assertion, signingOrganization } from './signature-fixture.ts';

// What docs/verify-a-signature.md promises: a stranger with the exported files and OpenSSL alone comes to the same verdict.
const guide = readFileSync(new URL('../../../docs/verify-a-signature.md', import.meta.url), 'utf8');
let folder: string;
let organization: Awaited<ReturnType<typeof signingOrganization>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signature-'));
  organization = await signingOrganization();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs one line of the guide in the folder of exported files. */
function follow(line: string): { status: number | null; output: string } {
  expect(guide, 'the guide shows this very command').toContain(line);
  const ran = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' });
  return { status: ran.status, output: `${ran.stdout}${ran.stderr}` };
}

function write(name: string, content: Uint8Array | string): string {
  writeFileSync(join(folder, name), content);
  return name;
}

const openssl = (...args: string[]): string => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8' });

describe('verification with OpenSSL alone', () => {
  it('P11-70: accepts a password signature and rejects it over any other bytes', () => {
    const { bytes, hash, signature } = signStatement(approval, organization.sign);
    write('statement.json', bytes);
    write('signature.bin', signature);
    write('signer.pem', organization.signerPem);
    write('ca.pem', organization.ca.certificatePem);
    expect(follow('openssl dgst -sha256 statement.json').output).toContain(hash);
    const chain = follow('openssl verify -CAfile ca.pem -attime "$(date -u -d 2026-11-20T16:00:00Z +%s)" signer.pem');
    expect(chain.output).toBe('signer.pem: OK\n');
    const subject = follow('openssl x509 -in signer.pem -noout -subject -nameopt multiline,utf8').output;
    expect(subject).toMatch(/commonName += Grace Auma, Ph\.D\./);
    expect(subject).toMatch(/userId += u-1002/);
    expect(follow('openssl x509 -in signer.pem -noout -pubkey > signer.pub').status).toBe(0);
    const check = 'openssl pkeyutl -verify -pubin -inkey signer.pub -rawin -in statement.json -sigfile signature.bin';
    expect(follow(check)).toMatchObject({ status: 0, output: 'Signature Verified Successfully\n' });
    write('statement.json', bytes.toString().replace('SOP-0042', 'SOP-0043'));
    expect(follow(check).status).not.toBe(0);
  });

  it('P11-70: accepts a passkey signature and rejects it over any other bytes', () => {
    const { bytes } = signStatement(approval, organization.sign);
    const made = assertion(bytes);
    write('statement.json', bytes);
    write('signature.bin', made.signature);
    write('clientdata.json', made.clientDataJSON);
    write('authenticator-data.bin', made.authenticatorData);
    write('passkey.pem', passkeyPublicKeyPem(made.coseKey));
    const challenge = guide.split('\n').find((line) => line.startsWith('grep -F')) ?? '';
    expect(follow(challenge)).toMatchObject({ status: 0, output: expect.stringContaining('webauthn.get') });
    const relyingParty = follow('printf %s qms.example.com | openssl dgst -sha256 -r | cut -c 1-64').output.trim();
    expect(follow("head -c 32 authenticator-data.bin | od -An -v -tx1 | tr -d ' \\n'").output).toBe(relyingParty);
    expect(follow('od -An -tx1 -j 32 -N 1 authenticator-data.bin').output.trim()).toBe('05');
    expect(follow('openssl dgst -sha256 -binary clientdata.json | cat authenticator-data.bin - > signed.bin').status).toBe(0);
    const check = 'openssl dgst -sha256 -verify passkey.pem -signature signature.bin signed.bin';
    expect(follow(check)).toMatchObject({ status: 0, output: 'Verified OK\n' });
    write('statement.json', bytes.toString().replace('APPROVED', 'REVIEWED'));
    expect(follow(challenge).status).not.toBe(0);
    write('signed.bin', 'other');
    expect(follow(check).status).not.toBe(0);
  });
});

describe('the certificates', () => {
  it.each(['p-256', 'rsa-2048'] as const)('a %s seal certificate is issued by the organization for signing only', async (key) => {
    const seal = await createSealCertificate(organization.ca, { organization: 'Acme Pharma, Ltd', key });
    write('ca.pem', organization.ca.certificatePem);
    write('seal.pem', seal.certificatePem);
    write('seal.key', seal.privateKeyPem);
    expect(openssl('verify', '-x509_strict', '-CAfile', 'ca.pem', 'seal.pem')).toBe('seal.pem: OK\n');
    expect(openssl('x509', '-in', 'seal.pem', '-noout', '-pubkey')).toBe(openssl('pkey', '-in', 'seal.key', '-pubout'));
    const extensions = openssl('x509', '-in', 'seal.pem', '-noout', '-ext', 'keyUsage,basicConstraints');
    expect(extensions).toContain('Digital Signature, Non Repudiation');
    expect(extensions).toContain('CA:FALSE');
  });

  it('a signer certificate passes the strict rules and cannot issue certificates', async () => {
    write('ca.pem', organization.ca.certificatePem);
    write('signer.pem', organization.signerPem);
    expect(openssl('verify', '-x509_strict', '-CAfile', 'ca.pem', '-attime', '1800000000', 'signer.pem')).toBe(
      'signer.pem: OK\n',
    );
    expect(openssl('x509', '-in', 'ca.pem', '-noout', '-ext', 'basicConstraints')).toContain('CA:TRUE, pathlen:0');
    expect(openssl('x509', '-in', 'signer.pem', '-noout', '-ext', 'basicConstraints')).toContain('CA:FALSE');
  });

  it('are not issued for other keys or an empty validity', async () => {
    const seal = await createSealCertificate(organization.ca, { organization: 'Acme Pharma, Ltd' });
    const notEd25519 = openssl('x509', '-in', write('seal.pem', seal.certificatePem), '-noout', '-pubkey');
    const signerKey = openssl('x509', '-in', write('signer.pem', organization.signerPem), '-noout', '-pubkey');
    const [from, to] = [new Date('2026-01-01'), new Date('2027-01-01')];
    const request = { userId: 'u', printedName: 'n', organization: 'o', publicKeyPem: signerKey, validFrom: from, validTo: to };
    const refused = { code: 'CERTIFICATE_REQUEST_INVALID' };
    await expect(certifySigner(organization.ca, { ...request, publicKeyPem: notEd25519 })).rejects.toMatchObject(refused);
    await expect(certifySigner(organization.ca, { ...request, validTo: from })).rejects.toMatchObject(refused);
  });
});
