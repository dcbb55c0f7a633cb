import { sql } from '#kernel/db';
import { findRows, needReason, type Tx, writeRow } from '#kernel/records';
import { AppError, type Row, refuse, rule, textOf } from '#kernel/schema';
import { isSettingKey, type SettingKey, settingCatalogue, specOfSetting } from './catalogue.ts';
import { Setting, SettingChange } from './records/setting.ts';
import { settingRules } from './rules.ts';
import { getSetting, settingsChanged } from './values.ts';

/** One line of the settings page. */
export interface SettingLine {
  readonly key: string;
  readonly label: string;
  readonly help?: string;
  readonly category: string;
  readonly bounds: string;
  readonly value: unknown;
  readonly default: unknown;
  /** True where some changes wait for a second person (SOD-9). */
  readonly requiresDualControl: boolean;
  readonly version: number;
  readonly updatedAt: string | null;
  readonly updatedBy: string | null;
  /** A change that waits for confirmation: route `settings/changes/{id}`. */
  readonly pending?: { readonly id: string; readonly value: unknown };
}

/** Every setting with its value, bounds and what waits for a second person. */
export async function settingLines(tx: Tx): Promise<SettingLine[]> {
  const rows = new Map((await findRows(tx, Setting, sql`true`)).map((r) => [r.key, r]));
  const waiting = new Map((await findRows(tx, SettingChange, sql`t.state = 'PENDING'`)).map((r) => [r.key, r]));
  const language = tx.actor.language;
  const lines: SettingLine[] = [];
  for (const key of Object.keys(settingCatalogue) as SettingKey[]) {
    const spec = specOfSetting(key);
    const row = rows.get(key);
    const change = waiting.get(key);
    lines.push({
      key,
      label: textOf(spec.label, language),
      ...(spec.help ? { help: textOf(spec.help, language) } : {}),
      category: spec.category,
      bounds: textOf(spec.bounds, language),
      value: await getSetting(tx, key),
      default: spec.default,
      requiresDualControl: spec.weakens !== undefined,
      version: row?.version ?? 0,
      updatedAt: row?.updatedAt ?? null,
      updatedBy: row?.updatedBy ?? null,
      ...(change ? { pending: { id: change.id, value: change.after } } : {}),
    });
  }
  return lines;
}

async function settingRow(tx: Tx, key: SettingKey): Promise<Row<typeof Setting> | undefined> {
  const [row] = await findRows(tx, Setting, sql`t.key = ${key}`, sql`for update`);
  return row;
}

/** Writes a value that needs no (further) confirmation, versioned and audited with its reason. */
export async function applySetting(tx: Tx, key: SettingKey, value: unknown, reason: string): Promise<void> {
  const row = await settingRow(tx, key);
  await tx.writing({ action: 'CONFIG', reason }, async () => {
    if (row) await writeRow(tx, Setting, row as Row, { value });
    else await tx.create(Setting, { key, value, category: specOfSetting(key).category });
  });
  await settingsChanged(tx);
  await tx.emit('settings.changed', { key, value });
}

/** The value as the catalogue accepts it, or a refusal that names the bounds (SET-02). */
export function parseSetting(tx: Tx, key: SettingKey, value: unknown): unknown {
  const spec = specOfSetting(key);
  const parsed = spec.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const language = tx.actor.language;
  const why = parsed.error.issues.map((issue) => issue.message).join('; ');
  throw new AppError(
    settingRules['setting.value'],
    { setting: textOf(spec.label, language), why, bounds: textOf(spec.bounds, language) },
    [{ path: 'value', message: why, rule: 'setting.value' }],
  );
}

/** Everybody sees the logo, so it is a file of the organization itself, of a type and size that can be shown anywhere (SET-04). */
async function refuseBadLogo(tx: Tx, id: unknown): Promise<void> {
  if (id === '') return;
  const found = await tx.query(
    sql`select 1 as x from files.attachment a where a.org_id = ${tx.actor.orgId} and a.id = ${id} and a.state = 'CURRENT'
      and a.entity = 'access.organization' and a.mime in ('image/png', 'image/jpeg') and a.size <= 1048576`,
  );
  rule(found.length > 0, settingRules['setting.logo']);
}

export interface ChangeOutcome {
  readonly state: 'APPLIED' | 'PENDING' | 'UNCHANGED';
  /** The waiting change, when it weakens control. */
  readonly changeId?: string;
}

/**
 * Changes a setting with a reason of at least ten characters. A change that weakens control is kept as a request until a second
 * administrator signs it (SET-03, SOD-9).
 */
export async function changeSetting(tx: Tx, key: string, given: unknown, reason: string | null): Promise<ChangeOutcome> {
  rule(isSettingKey(key), settingRules['setting.unknown'], { key });
  const value = parseSetting(tx, key, given);
  if (key === 'branding.logo') await refuseBadLogo(tx, value);
  const why = needReason(reason);
  const spec = specOfSetting(key);
  await settingRow(tx, key);
  const before: unknown = await getSetting(tx, key);
  if (JSON.stringify(before) === JSON.stringify(value)) return { state: 'UNCHANGED' };
  const [waiting] = await findRows(tx, SettingChange, sql`t.key = ${key} and t.state = 'PENDING'`);
  if (waiting) refuse(settingRules['setting.pending'], { setting: textOf(spec.label, tx.actor.language) });
  if (spec.weakens?.(before, value)) {
    const change = await tx.writing({ action: 'CONFIG', reason: why }, () =>
      tx.create(SettingChange, { key, before, after: value, why, requestedById: tx.actor.userId }),
    );
    await tx.emit('access.security', { kind: 'setting-change-requested', key, changeId: change.id });
    return { state: 'PENDING', changeId: change.id };
  }
  await applySetting(tx, key, value, why);
  return { state: 'APPLIED' };
}
