import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sql } from '#kernel/db';
import { actorOf, bodyOf, routeOf } from '#kernel/http';
import {
  contentHash,
  contentParts,
  coreRules,
  findRows,
  type Kernel,
  preflight,
  signaturesOf,
  type Tx,
  transact,
} from '#kernel/records';
import { meanings, type Row, refuse, rule, type TransitionSpec, textOf } from '#kernel/schema';
import { type SignerOptions, signerState, statementOf } from './act.ts';
import { authorityOf } from './authority.ts';
import { statementBytes } from './crypto/index.ts';
import { keepChallenge } from './passkey.ts';
import { Signature } from './records/signature.ts';
import { verifySignature } from './verify.ts';

/** A signature is readable by whoever may read the record it stands on. */
async function readableSignature(tx: Tx, id: string): Promise<Row<typeof Signature>> {
  const [row] = await findRows(tx, Signature, sql`t.id = ${id}`);
  if (!row) refuse(coreRules['core.not-found']);
  await tx.get(tx.registry.record(row.entity), row.recordId);
  return row;
}

/** What the dialog shows before it asks (SIG-05), the passkey challenge, and verification (SIG-01). */
export function signRoutes(options: SignerOptions) {
  return (app: FastifyInstance, kernel: Kernel): void => {
    for (const record of kernel.registry.records.values()) {
      for (const [name, spec] of Object.entries(record.transitions as Record<string, TransitionSpec>)) {
        if (!spec.sign || spec.needs === 'system' || record.internal) continue;
        app.post(
          `${routeOf(record)}/:id/${name}/prepare`,
          {
            config: { permission: `${record.id}.${spec.needs}` },
            schema: { tags: [record.plural.en], summary: `Facts shown before signing: ${spec.label.en}` },
          },
          async (request) => {
            const { reason, signature: _ignored, ...input } = bodyOf(request);
            const why = typeof reason === 'string' ? reason : null;
            return transact(
              kernel,
              actorOf(request),
              async (tx) => {
                const { row } = await preflight(tx, record, (request.params as { id: string }).id, name, {
                  input,
                  reason: why,
                  isPreview: true,
                });
                const files = await contentParts(tx, record, row.id);
                const hash = contentHash(record, row, files);
                const state = await signerState(tx, options.reauthMinutes, options.agreementVersion);
                const earlier = (await signaturesOf(tx, record, row)) as Row<typeof Signature>[];
                const last = earlier.filter((s) => s.recordRevision === row.revision).at(-1);
                const meaning = spec.sign?.meaning ?? 'APPROVED';
                const task = spec.completes ? await tx.ports.stages.taskOf(tx, record, row, spec.completes) : undefined;
                const intent = {
                  record,
                  row,
                  transition: name,
                  toState: spec.to ?? row.state,
                  meaning,
                  reason: why,
                  inputs: input,
                  files,
                  contentHash: hash,
                  ...(task?.delegatedFrom ? { onBehalfOf: task.delegatedFrom } : {}),
                };
                const passkeys = await tx.query<{ id: string; transports: string[] }>(
                  sql`select id, transports from access.passkey where org_id = ${tx.actor.orgId} and user_id = ${tx.actor.userId} and revoked_at is null`,
                );
                const statement =
                  passkeys.length > 0
                    ? await statementOf(tx, intent, state, { factors: ['PASSKEY_UV'], at: state.now }, randomUUID())
                    : undefined;
                const challenge = statement ? await keepChallenge(tx, statementBytes(statement)) : undefined;
                return {
                  data: {
                    number: row.number,
                    title: String((row as Record<string, unknown>)[record.title] ?? ''),
                    version: row.version,
                    revision: row.revision,
                    meaning,
                    meaningText: textOf(meanings[meaning], tx.actor.language),
                    signer: { name: state.name, username: state.username, title: state.job_title },
                    contentHash: hash,
                    files,
                    identicalTo: last
                      ? { name: last.printedName, meaning: last.meaning, identical: last.contentHash === hash }
                      : null,
                    effects: (spec.effects ?? []).map((e) => textOf(e, tx.actor.language)),
                    first: state.first,
                    onBehalfOf: task?.delegatedFrom?.name ?? null,
                    passkey: challenge
                      ? {
                          ...challenge,
                          rpId: options.relyingParty.id,
                          allowCredentials: passkeys.map((p) => ({ id: p.id, transports: p.transports })),
                        }
                      : null,
                  },
                };
              },
              { requestId: request.id },
            );
          },
        );
      }
    }
    app.get(
      '/api/v1/signatures/:id',
      { schema: { tags: ['Signatures'], summary: 'One signature with everything needed to verify it offline' } },
      async (request) =>
        transact(kernel, actorOf(request), async (tx) => {
          const row = await readableSignature(tx, (request.params as { id: string }).id);
          const authority = await authorityOf(tx, options.vault);
          return {
            data: { ...row, authorityCertificate: authority.certificatePem, serverPublicKey: authority.serverPublicKeyPem },
          };
        }),
    );
    app.get(
      '/api/v1/signatures/:id/verify',
      { schema: { tags: ['Signatures'], summary: 'Verify a signature: valid, or the cause why not (SIG-01)' } },
      async (request) =>
        transact(kernel, actorOf(request), async (tx) => ({
          data: await verifySignature(tx, options.vault, await readableSignature(tx, (request.params as { id: string }).id)),
        })),
    );
    // There is no route that signs anything by itself: signing happens only through the transitions above (SIG-04).
    app.get('/api/v1/signatures', { schema: { tags: ['Signatures'], summary: 'Signatures of one record' } }, async (request) => {
      const { entity, id } = request.query as { entity?: string; id?: string };
      const record = kernel.registry.records.get(entity ?? '');
      rule(record && id, coreRules['core.not-found']);
      return transact(kernel, actorOf(request), async (tx) => ({
        items: await signaturesOf(tx, record, await tx.get(record, id)),
      }));
    });
  };
}
