import { execFile } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stage } from './setup.ts';

const run = promisify(execFile);
const base = '/usr/lib/postgresql';
const found = () =>
  existsSync(base)
    ? readdirSync(base)
        .map((v) => join(base, v, 'bin', 'pgbench'))
        .filter((p) => existsSync(p))
    : [];
const scripts = (stage: Stage, ids: readonly string[]): Record<string, string> => ({
  create: `with r as (insert into bench.plain (org_id, number, state, created_by, updated_by, title, description, severity, quantity, found, location, batch)
    values ('${stage.orgId}', 'ITM-' || nextval('bench.plain_number'), 'OPEN', '${stage.userId}', '${stage.userId}', 'Basin leaks', 'Seen at station 4', 'major', 3, '2026-11-20', 'Station 4', 'B-1') returning *),
    a as (insert into bench.plain_audit (record_id, action, body) select id, 'CREATE', to_jsonb(r) from r) select * from r;`,
  read: `\\set i random(1, ${ids.length})\nselect * from bench.plain where org_id = '${stage.orgId}' and id = (array[${ids.map((i) => `'${i}'`).join(',')}]::uuid[])[:i];`,
  list: `select * from bench.plain where org_id = '${stage.orgId}' and state = 'OPEN' and severity = 'major' order by number desc, id desc limit 25;`,
  update: `\\set i random(1, ${ids.length})\nwith o as (select * from bench.plain where org_id = '${stage.orgId}' and id = (array[${ids.map((i) => `'${i}'`).join(',')}]::uuid[])[:i] for update),
    r as (update bench.plain t set remark = 'x' || :i, version = t.version + 1, updated_at = now() from o where t.org_id = o.org_id and t.id = o.id returning t.*),
    a as (insert into bench.plain_audit (record_id, action, body) select r.id, 'UPDATE', jsonb_build_object('remark', r.remark) from r) select * from r;`,
});

/** The same statements without Node, where Debian's pgbench is present; otherwise an empty answer. */
export async function pgbench(stage: Stage, ids: readonly string[], seconds: number): Promise<Record<string, number>> {
  const [program] = found();
  if (!program) return {};
  const out: Record<string, number> = {};
  for (const [name, script] of Object.entries(scripts(stage, ids.slice(0, 200)))) {
    const file = join(stage.dataDir, `${name}.pgb`);
    writeFileSync(file, script);
    const url = Object.assign(new URL(stage.superuserUrl), { pathname: '/bench' }).toString();
    const { stdout } = await run(program, [
      '-n',
      '-M',
      'prepared',
      '-f',
      file,
      '-c',
      '16',
      '-j',
      '2',
      '-T',
      String(seconds),
      url,
    ]);
    out[name] = Math.round(Number(/tps = ([\d.]+)/.exec(stdout)?.[1] ?? 0));
  }
  return out;
}
