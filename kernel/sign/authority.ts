import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { sql } from '#kernel/db';
import type { Tx } from '#kernel/records';
import { createOrganizationCa, createSealCertificate } from './crypto/index.ts';

/** Keys that rest in the database are sealed with the deployment's own key, which does not. */
export interface Vault {
  seal(plain: string): string;
  open(sealed: string): string;
}
export interface Authority {
  /** Organization certificate authority: certifies each person's signing key. */
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly sealCertificatePem: string;
  readonly sealPrivateKeyPem: string;
  readonly serverPublicKeyPem: string;
  serverSign(bytes: Uint8Array): Buffer;
}

/** Creates the organization's authority, PDF seal and server key, once. */
export async function createAuthority(tx: Tx, vault: Vault, organization: string): Promise<void> {
  const ca = await createOrganizationCa({ organization });
  const seal = await createSealCertificate(ca, { organization });
  const server = generateKeyPairSync('ed25519');
  await tx.query(sql`insert into access.authority (org_id, certificate, private_key, seal_certificate, seal_private_key, server_public_key, server_private_key)
    values (${tx.actor.orgId}, ${ca.certificatePem}, ${vault.seal(ca.privateKeyPem)}, ${seal.certificatePem}, ${vault.seal(seal.privateKeyPem)},
      ${server.publicKey.export({ type: 'spki', format: 'pem' }).toString()}, ${vault.seal(server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())})`);
}

const cache = new Map<string, Authority>();
export async function authorityOf(tx: Tx, vault: Vault): Promise<Authority> {
  const [row] = await tx.prepared<
    Record<
      'certificate' | 'private_key' | 'seal_certificate' | 'seal_private_key' | 'server_public_key' | 'server_private_key',
      string
    >
  >(
    'authority',
    'select certificate, private_key, seal_certificate, seal_private_key, server_public_key, server_private_key from access.authority where org_id = $1',
    [tx.actor.orgId],
  );
  if (!row) throw new Error('the organization has no certificate authority');
  const known = cache.get(row.certificate);
  if (known) return known;
  const key = createPrivateKey(vault.open(row.server_private_key));
  const made: Authority = {
    certificatePem: row.certificate,
    privateKeyPem: vault.open(row.private_key),
    sealCertificatePem: row.seal_certificate,
    sealPrivateKeyPem: vault.open(row.seal_private_key),
    serverPublicKeyPem: row.server_public_key,
    serverSign: (bytes) => sign(null, bytes, key),
  };
  cache.set(row.certificate, made);
  return made;
}
export const serverSealHolds = (publicKeyPem: string, bytes: Uint8Array, seal: Uint8Array): boolean =>
  verify(null, bytes, createPublicKey(publicKeyPem), seal);
