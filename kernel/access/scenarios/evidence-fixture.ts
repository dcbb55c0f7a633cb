import pg from 'pg';
import type { TestApp } from '#kernel/testing';

type Json = Readonly<Record<string, unknown>>;
async function ask<T extends Json>(app: TestApp, text: string, values: readonly unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: app.superuserUrl });
  await client.connect();
  try {
    return (await client.query<T>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

export const idOf = async (app: TestApp, username: string): Promise<string> => {
  const [row] = await ask<{ id: string }>(app, 'select id from access."user" where username = $1', [username]);
  return row?.id ?? '';
};
export const roleId = async (app: TestApp, code: string): Promise<string> => {
  const [row] = await ask<{ id: string }>(app, 'select id from access.role where org_id = $1 and code = $2', [app.orgId, code]);
  return row?.id ?? '';
};

/** Bodies of audit events of one action, oldest first, optionally about one record. */
export async function audited(app: TestApp, action: string, recordId?: string): Promise<Json[]> {
  const rows = await ask<{ body: Json }>(
    app,
    'select body from audit.event where action = $1 and ($2::text is null or rec_id = $2) order by epoch, xid, ord',
    [action, recordId ?? null],
  );
  return rows.map((r) => r.body);
}
/** Payloads of an event in the outbox, oldest first. */
export async function emitted(app: TestApp, event: string): Promise<Json[]> {
  const rows = await ask<{ payload: Json }>(app, 'select payload from events.outbox where event = $1 order by xid, ord', [event]);
  return rows.map((r) => r.payload);
}
/** Kinds of security matters the security unit was told about a person, oldest first. */
export const alarmsAbout = async (app: TestApp, userId: string): Promise<unknown[]> =>
  (await emitted(app, 'access.security')).filter((p) => p.userId === userId).map((p) => p.kind);

/** The token in the newest mail to a person: what only the owner of the address can read. */
export async function mailedToken(app: TestApp, userId: string): Promise<string> {
  const mine = (await emitted(app, 'access.invited')).filter((p) => p.userId === userId);
  return String(mine.at(-1)?.token ?? '');
}
/** Signing material of an account, to show what changed and what did not. */
export async function keyOf(
  app: TestApp,
  userId: string,
): Promise<{
  readonly publicKey: string | null;
  readonly sealed: unknown;
  readonly blocked: boolean;
  readonly hasPassword: boolean;
}> {
  const [row] = await ask<{ publicKey: string | null; sealed: unknown; blocked: boolean; hasPassword: boolean }>(
    app,
    'select public_key as "publicKey", sealed_key as sealed, signing_blocked as blocked, password_hash is not null as "hasPassword" from access.credential where user_id = $1',
    [userId],
  );
  return row ?? { publicKey: null, sealed: null, blocked: false, hasPassword: false };
}
export const retiredKeys = (app: TestApp, userId: string) =>
  ask<{ public_key: string; why: string }>(app, 'select public_key, why from access.retired_key where user_id = $1 order by at', [
    userId,
  ]);
