import { sql } from '#kernel/db';
import { contentHash, contentParts, statementsOf, type Tx } from '#kernel/records';
import { type AnyRecord, columnOf, type Row } from '#kernel/schema';
import { authorityOf, serverSealHolds, type Vault } from './authority.ts';
import { parseStatement, type SignedStatement, verifyPasskeySignature, verifyPasswordSignature } from './crypto/index.ts';
import type { Signature } from './records/signature.ts';

export type VerifyCause =
  | 'STATEMENT_INVALID'
  | 'BINDING_MISMATCH'
  | 'CONTENT_CHANGED'
  | 'SEAL_INVALID'
  | 'RECORD_MISSING'
  | string;
export interface Verification {
  readonly valid: boolean;
  readonly cause?: VerifyCause;
  readonly appliesToRevision: number;
  readonly statementHash: string;
  readonly checked: readonly string[];
}

/**
 * Judges a stored signature from its own bytes (SIG-01..03): the statement is canonical and matches the row it stands in, the person's key
 * or passkey signed it, the server sealed it, and the content it names is still what the record holds for that revision.
 */
export async function verifySignature(tx: Tx, vault: Vault, row: Row<typeof Signature>): Promise<Verification> {
  const checked: string[] = [];
  const result = (cause?: VerifyCause): Verification => ({
    valid: cause === undefined,
    ...(cause === undefined ? {} : { cause }),
    appliesToRevision: row.recordRevision,
    statementHash: row.statementHash,
    checked,
  });
  const bytes = Buffer.from(row.statement, 'utf8');
  let statement: SignedStatement;
  try {
    statement = parseStatement(bytes);
  } catch {
    return result('STATEMENT_INVALID');
  }
  if (!bound(statement, row)) return result('BINDING_MISMATCH');
  checked.push('binding');
  const authority = await authorityOf(tx, vault);
  const [revoked] = await tx.query<{ at: string }>(
    sql`select at from access.retired_key where org_id = ${tx.actor.orgId} and certificate = ${row.certificate ?? ''} limit 1`,
  );
  const verdict =
    row.method === 'PASSWORD'
      ? verifyPasswordSignature({
          bytes,
          signature: Buffer.from(row.value, 'base64'),
          certificatePem: row.certificate ?? '',
          caPem: authority.certificatePem,
          at: row.signedAt,
          ...(revoked ? { revokedAt: revoked.at } : {}),
        })
      : verifyPasskey(bytes, row);
  if (!verdict.valid) return result(verdict.cause);
  checked.push('signature');
  if (!serverSealHolds(authority.serverPublicKeyPem, bytes, Buffer.from(row.serverSeal, 'base64'))) return result('SEAL_INVALID');
  checked.push('server seal');
  const record = tx.registry.records.get(row.entity);
  if (!record) return result('RECORD_MISSING');
  const fault = await contentFault(tx, record, row, statement);
  if (fault) return result(fault);
  checked.push('content');
  return result();
}

const same = (a: string, b: string) => new Date(a).getTime() === new Date(b).getTime();
function bound(statement: SignedStatement, row: Row<typeof Signature>): boolean {
  return (
    statement.signatureId === row.id &&
    statement.record.type === row.entity &&
    statement.record.id === row.recordId &&
    statement.record.version === row.recordVersion &&
    statement.record.contentHash === row.contentHash &&
    statement.meaning === row.meaning &&
    statement.signer.id === row.signerId &&
    statement.signer.printedName === row.printedName &&
    statement.reason === (row.reason ?? '') &&
    statement.transition === row.transition &&
    same(statement.at, row.signedAt)
  );
}
function verifyPasskey(bytes: Buffer, row: Row<typeof Signature>) {
  const e = JSON.parse(row.evidence ?? '{}') as {
    publicKey?: string;
    clientDataJSON?: string;
    authenticatorData?: string;
    rpId?: string;
    origins?: string[];
  };
  return verifyPasskeySignature({
    bytes,
    clientDataJSON: Buffer.from(e.clientDataJSON ?? '', 'base64url'),
    authenticatorData: Buffer.from(e.authenticatorData ?? '', 'base64url'),
    signature: Buffer.from(row.value, 'base64url'),
    publicKey: Buffer.from(e.publicKey ?? '', 'base64'),
    origin: e.origins ?? [],
    rpId: e.rpId ?? '',
  });
}

/** The signed version from history, and the live row while the record is still at that revision, must both give the signed hash. */
async function contentFault(
  tx: Tx,
  record: AnyRecord,
  row: Row<typeof Signature>,
  statement: SignedStatement,
): Promise<VerifyCause | undefined> {
  const s = statementsOf(record);
  const [past] = await tx.query<{ row: Record<string, unknown> }>(
    sql`select h.row from ${sql.id(record.module, `${columnOf(record.name)}_history`)} h where h.org_id = ${tx.actor.orgId} and h.id = ${row.recordId} and h.version = ${row.recordVersion}`,
  );
  if (!past) return 'RECORD_MISSING';
  const image = Object.fromEntries([...s.columns].map(([name, column]) => [name, past.row[column] ?? null])) as Row;
  if (contentHash(record, image, statement.record.attachments) !== row.contentHash) return 'CONTENT_CHANGED';
  const [live] = await tx.prepared<Record<string, unknown>>(`get:${record.id}`, s.get, [tx.actor.orgId, row.recordId]);
  if (!live) return 'RECORD_MISSING';
  const now = live as Row;
  if (now.revision !== row.recordRevision) return undefined;
  const files = await contentParts(tx, record, row.recordId);
  return contentHash(record, now, files) === row.contentHash ? undefined : 'CONTENT_CHANGED';
}
