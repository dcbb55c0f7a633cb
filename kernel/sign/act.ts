import { randomUUID } from 'node:crypto';
import { sql } from '#kernel/db';
import {
  type Actor,
  type Credentials,
  type Kernel,
  type Row,
  type SignatureIntent,
  type Signer,
  type SigningAct,
  type Tx,
  transact,
} from '#kernel/records';
import { AppError, refuse, rule } from '#kernel/schema';
import { authorityOf, type Vault } from './authority.ts';
import {
  type JsonValue,
  openSigningKey,
  parseStatement,
  type SealedSigningKey,
  type SignedStatement,
  signStatement,
  statementBytes,
  statementHash,
  WrongPassword,
} from './crypto/index.ts';
import { takePasskeyProof } from './passkey.ts';
import { Signature } from './records/signature.ts';
import { signRules } from './rules.ts';

export const SIGNATURE_POLICY = 'urn:plumbline:electronic-signature:1';

/** Counts wrong passwords together for sign-in and signing, and locks (P11-300d-1); given by `kernel/access`. */
export interface Lockout {
  failed(kernel: Kernel, actor: Actor, what: string): Promise<{ readonly remaining: number; readonly locked: boolean }>;
  succeeded(kernel: Kernel, actor: Actor): Promise<void>;
}
export interface SignerOptions {
  readonly vault: Vault;
  readonly lockout: Lockout;
  /** Minutes without activity after which both components are needed again. */
  readonly reauthMinutes: number;
  /** Text of the signature agreement in force: a new one is accepted again before the next signature (P11-10j-1). */
  readonly agreementVersion: string;
  readonly relyingParty: { readonly id: string; readonly origins: readonly string[] };
}

interface SignerState extends Readonly<Record<string, unknown>> {
  readonly username: string;
  readonly name: string;
  readonly job_title: string | null;
  readonly verified: boolean;
  readonly agreed: boolean;
  readonly sealed_key: SealedSigningKey | null;
  readonly certificate: string | null;
  readonly blocked: boolean;
  readonly locked: boolean;
  readonly first: boolean;
  readonly now: string;
}

/** What decides how this person signs now: verified identity, agreement, key, lock, and whether the session has signed before. */
export async function signerState(tx: Tx, reauthMinutes: number, agreementVersion: string): Promise<SignerState> {
  const [state] =
    await tx.query<SignerState>(sql`select u.username, u.name, u.job_title, u.identity_verified_at is not null as verified, u.agreement_accepted_at is not null and u.agreement_version = ${agreementVersion} as agreed,
      c.sealed_key, c.certificate, coalesce(c.signing_blocked, false) as blocked, coalesce(c.locked_until > kernel.now(), false) as locked,
      coalesce((select s.signed_at is null or s.signed_at < kernel.now() - make_interval(mins => ${reauthMinutes}) and s.last_seen_at < kernel.now() - make_interval(mins => ${reauthMinutes})
        from access.session s where s.org_id = ${tx.actor.orgId} and s.ref = ${tx.actor.sessionRef}), true) as first, kernel.now() as now
    from access."user" u left join access.credential c on c.org_id = u.org_id and c.user_id = u.id where u.org_id = ${tx.actor.orgId} and u.id = ${tx.actor.userId}`);
  return state ?? refuse(signRules['sign.clients-cannot-sign']);
}

/** The signature act of a person (design 8; 21 CFR 11.50, 11.70, 11.200): components checked before the transaction, signed inside it. */
export function createSigner(kernelOf: () => Kernel, options: SignerOptions): Signer {
  return {
    async authenticate(actor: Actor, credentials: Credentials | undefined, meaning: string): Promise<SigningAct> {
      rule(actor.type === 'USER' && actor.sessionRef !== null, signRules['sign.clients-cannot-sign']);
      const kernel = kernelOf();
      const state = await transact(kernel, actor, (tx) => signerState(tx, options.reauthMinutes, options.agreementVersion));
      rule(state.verified, signRules['sign.identity-not-verified']);
      rule(state.agreed, signRules['sign.agreement-needed']);
      rule(!state.blocked, signRules['sign.blocked']);
      if (credentials?.passkey) {
        await options.lockout.succeeded(kernel, actor);
        return passkeyAct(actor, credentials, state, options);
      }
      if (!credentials?.password || (state.first && !credentials.username))
        refuse(signRules['sign.components-needed'], { meaning, first: state.first, username: state.username });
      if (credentials.username !== undefined && credentials.username.trim().toLowerCase() !== state.username.toLowerCase()) {
        await options.lockout.failed(kernel, actor, 'foreign-id');
        refuse(signRules['sign.other-user']);
      }
      rule(state.sealed_key && state.certificate, signRules['sign.no-key']);
      const sealed = state.sealed_key;
      const signBytes = await openSigningKey(sealed, credentials.password).catch(async (error: unknown) => {
        if (!(error instanceof WrongPassword)) throw error;
        const { remaining, locked } = await options.lockout.failed(kernel, actor, 'wrong-password');
        throw new AppError(locked ? signRules['sign.locked'] : signRules['sign.wrong-password'], { remaining });
      });
      rule(!state.locked, signRules['sign.locked']);
      await options.lockout.succeeded(kernel, actor);
      const factors = credentials.username === undefined ? ['PASSWORD'] : ['ID', 'PASSWORD'];
      return {
        async sign(tx, intent) {
          refuseChanged(credentials, intent);
          const statement = await statementOf(tx, intent, state, { factors, at: state.now }, randomUUID());
          const signed = signStatement(statement, signBytes);
          return store(tx, options.vault, intent, statement, state, {
            method: 'PASSWORD',
            value: signed.signature.toString('base64'),
            certificate: state.certificate,
            evidence: null,
          });
        },
      };
    },
  };
}

function passkeyAct(actor: Actor, credentials: Credentials, state: SignerState, options: SignerOptions): SigningAct {
  return {
    async sign(tx, intent) {
      refuseChanged(credentials, intent);
      const proof = await takePasskeyProof(tx, credentials.passkey ?? {}, options.relyingParty);
      const prepared = parseStatement(proof.bytes);
      // Rebuilt from the locked row: where anything moved since the passkey saw it, the bytes differ and nothing is signed.
      const now = await statementOf(
        tx,
        intent,
        state,
        { factors: [...prepared.auth.factors], at: prepared.auth.at },
        prepared.signatureId,
        prepared,
      );
      rule(
        statementHash(now) === statementHash(prepared) && prepared.signer.id === actor.userId,
        signRules['sign.content-changed'],
      );
      return store(tx, options.vault, intent, prepared, state, {
        method: 'PASSKEY',
        value: proof.signature,
        certificate: null,
        evidence: proof.evidence,
      });
    },
  };
}
function refuseChanged(credentials: Credentials, intent: SignatureIntent): void {
  rule(
    credentials.contentHash === undefined || credentials.contentHash === intent.contentHash,
    signRules['sign.content-changed'],
  );
}

/** The statement that is signed. `fixed` repeats the time and log position of a statement prepared for a passkey. */
export async function statementOf(
  tx: Tx,
  intent: SignatureIntent,
  state: SignerState,
  auth: { factors: string[]; at: string },
  signatureId: string,
  fixed?: SignedStatement,
): Promise<SignedStatement> {
  const [facts] = await tx.query<{ now: string; previous: string | null; root: string | null }>(sql`select kernel.now() as now,
    (select s.statement_hash from sign.signature s where s.org_id = ${tx.actor.orgId} and s.entity = ${intent.record.id} and s.record_id = ${intent.row.id} order by s.signed_at desc, s.id desc limit 1) as previous,
    (select root from audit.latest_checkpoint()) as root`);
  const checkpoint = fixed ? fixed.logCheckpoint : (facts?.root ?? undefined);
  return {
    v: 1,
    policy: SIGNATURE_POLICY,
    signatureId,
    organizationId: tx.actor.orgId,
    record: {
      type: intent.record.id,
      id: intent.row.id,
      number: intent.row.number ?? intent.row.id,
      version: intent.row.version,
      contentHash: intent.contentHash,
      attachments: intent.files.map((f) => ({ name: f.name, sha256: f.sha256 })),
    },
    transition: intent.transition,
    toState: intent.toState,
    inputs: {
      ...textualInputs(intent.inputs),
      revision: String(intent.row.revision),
      ...(intent.onBehalfOf ? { onBehalfOf: intent.onBehalfOf.name } : {}),
    },
    meaning: intent.meaning,
    reason: intent.reason ?? '',
    signer: { id: tx.actor.userId, username: state.username, printedName: state.name, title: state.job_title ?? '' },
    auth: { factors: auth.factors, at: auth.at, session: tx.actor.sessionRef ?? '' },
    at: fixed?.at ?? facts?.now ?? tx.now,
    zone: tx.actor.zone,
    ...(facts?.previous ? { previousSignature: facts.previous } : {}),
    ...(checkpoint ? { logCheckpoint: checkpoint } : {}),
  };
}
/** Numbers travel as text inside a statement: RFC 8785 would round what a float cannot hold. */
function textualInputs(inputs: Readonly<Record<string, unknown>>): Record<string, JsonValue> {
  const textual = (v: unknown): JsonValue => {
    if (v === null || v === undefined) return null;
    if (typeof v === 'boolean' || typeof v === 'string') return v;
    if (Array.isArray(v)) return v.map(textual);
    if (typeof v === 'object') return textualInputs(v as Record<string, unknown>);
    return String(v);
  };
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([, v]) => v !== undefined)
      .map(([k, v]) => [k, textual(v)]),
  );
}

async function store(
  tx: Tx,
  vault: Vault,
  intent: SignatureIntent,
  statement: SignedStatement,
  state: SignerState,
  proof: { method: 'PASSWORD' | 'PASSKEY'; value: string; certificate: string | null; evidence: string | null },
): Promise<Row> {
  const bytes = statementBytes(statement);
  const authority = await authorityOf(tx, vault);
  const [previous] = await tx.query<{ id: string }>(
    sql`select id from sign.signature where org_id = ${tx.actor.orgId} and statement_hash = ${statement.previousSignature ?? ''}`,
  );
  const row = await tx.writing({ action: 'SIGN', reason: intent.reason, transition: intent.transition }, () =>
    tx.create(Signature, {
      id: statement.signatureId,
      signerId: tx.actor.userId,
      printedName: state.name,
      username: state.username,
      jobTitle: state.job_title,
      meaning: statement.meaning,
      reason: intent.reason,
      onBehalfOf: intent.onBehalfOf?.name ?? null,
      signedAt: statement.at,
      zone: statement.zone,
      entity: intent.record.id,
      recordId: intent.row.id,
      recordNumber: intent.row.number,
      recordVersion: intent.row.version,
      recordRevision: intent.row.revision,
      transition: intent.transition,
      toState: intent.toState,
      contentHash: intent.contentHash,
      previousId: previous?.id ?? null,
      factors: [...statement.auth.factors],
      method: proof.method,
      authAt: statement.auth.at,
      sessionRef: tx.actor.sessionRef,
      ip: tx.actor.ip,
      statement: bytes.toString('utf8'),
      statementHash: statementHash(statement),
      value: proof.value,
      certificate: proof.certificate,
      evidence: proof.evidence,
      serverSeal: authority.serverSign(bytes).toString('base64'),
    }),
  );
  await tx.query(
    sql`update access.session set signed_at = kernel.now(), last_seen_at = kernel.now() where org_id = ${tx.actor.orgId} and ref = ${tx.actor.sessionRef}`,
  );
  return row;
}
