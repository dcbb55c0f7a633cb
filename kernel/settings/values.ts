import type pg from 'pg';
import { sql } from '#kernel/db';
import type { Tx } from '#kernel/records';
import { isSettingKey, type SettingKey, type SettingValue, settingCatalogue, specOfSetting } from './catalogue.ts';

type Values = ReadonlyMap<SettingKey, unknown>;

/** Values by organization, trusted only while a listener hears every change (design 15: no cache server, LISTEN/NOTIFY). */
const shared = new Map<string, Values>();
let listeners = 0;
/** Read once per transaction otherwise. */
const perTx = new WeakMap<Tx, Promise<Values>>();
/** A transaction that changed a setting sees its own value and must not hand it to others before it commits. */
const dirty = new WeakSet<Tx>();

const CHANNEL = 'plumbline_settings';

async function readAll(tx: Tx): Promise<Values> {
  const rows = await tx.query<{ key: string; value: unknown }>(
    sql`select key, value from settings.setting where org_id = ${tx.actor.orgId}`,
  );
  const values = new Map<SettingKey, unknown>();
  for (const { key, value } of rows) {
    if (!isSettingKey(key)) continue;
    // A value that a later release no longer allows counts as unset, so that an upgrade cannot stop the product.
    const parsed = specOfSetting(key).schema.safeParse(value);
    if (parsed.success) values.set(key, parsed.data);
  }
  if (listeners > 0 && !dirty.has(tx)) shared.set(tx.actor.orgId, values);
  return values;
}

function valuesOf(tx: Tx): Promise<Values> {
  const known = dirty.has(tx) || listeners === 0 ? undefined : shared.get(tx.actor.orgId);
  if (known) return Promise.resolve(known);
  const reading = perTx.get(tx) ?? readAll(tx);
  perTx.set(tx, reading);
  return reading;
}

/** The value in force for the organization of the transaction; the catalogue's default where nobody changed it. */
export async function getSetting<K extends SettingKey>(tx: Tx, key: K): Promise<SettingValue<K>> {
  const values = await valuesOf(tx);
  return (values.has(key) ? values.get(key) : settingCatalogue[key].default) as SettingValue<K>;
}

/** To be called in the transaction that changed a setting: every process forgets the organization's values when it commits. */
export async function settingsChanged(tx: Tx): Promise<void> {
  dirty.add(tx);
  perTx.delete(tx);
  await tx.query(sql`select pg_notify(${CHANNEL}, ${tx.actor.orgId})`);
  tx.afterCommit(() => shared.delete(tx.actor.orgId));
}

/**
 * Keeps the values of this process in step with every other one by one listening connection. Without it, or while the connection is
 * lost, each transaction reads the settings it needs.
 * @returns a function that stops listening.
 */
export async function listenForSettings(connect: () => Promise<pg.Client>): Promise<() => Promise<void>> {
  const client = await connect();
  let isListening = true;
  const forget = () => {
    if (!isListening) return;
    isListening = false;
    listeners -= 1;
    shared.clear();
  };
  client.on('error', forget);
  client.on('end', forget);
  client.on('notification', ({ payload }) => shared.delete(payload ?? ''));
  await client.query('listen plumbline_settings');
  listeners += 1;
  shared.clear();
  return async () => {
    forget();
    await client.end();
  };
}
