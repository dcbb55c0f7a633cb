// biome-ignore-all lint/suspicious/noTemplateCurlyInString: planted source text
import { expect, test } from 'vitest';
import { expectOnlyFrozen } from './expect-frozen.ts';
import { plant, rulesOf } from './source.ts';
import { sqlViolations } from './sql-use.ts';

const found = (path: string, text: string) => rulesOf(sqlViolations(plant(path, text)));
const queries = 'modules/edms/server/documents.queries.ts';

test.each<[string, string, string]>([
  [queries, 'tx.sql`insert into edms.document (id) values (${id})`', 'sql-write'],
  [queries, "tx.query('DELETE FROM edms.document where id = $1')", 'sql-write'],
  [queries, 'tx.sql`with gone as (update edms.document d set title = ${t} returning *) select * from gone`', 'sql-write'],
  [queries, 'tx.sql`update ${sql.id(schema, table)} set a = 1 `', 'sql-write'],
  [queries, `db.updateTable('edms.document').set({ a }).execute()`, 'sql-write'],
  ['seeds/demo.ts', 'pool.query(`truncate table edms.document cascade`)', 'sql-write'],
  [queries, 'tx.query(`select id from edms.document where title = ${title}`)', 'sql-interpolated'],
  [queries, 'const text = `\n  select id from edms.document order by ${column}`;', 'sql-interpolated'],
  [queries, `const text = 'select id from edms.document where id = ' + id;`, 'sql-interpolated'],
  ['kernel/search/find.ts', 'const text = `select id from ${table} where q`;', 'sql-interpolated'],
  ['kernel/audit/seal.ts', 'client.query(`${verb} everything`)', 'sql-interpolated'],
  ['kernel/audit/seal.ts', 'const text = `create index a_${name} on audit.event (at)`;', 'sql-interpolated'],
  [queries, 'tx.query(sql.raw(text))', 'sql-raw'],
  [queries, 'tx.query({ parts: [text], values: [] })', 'sql-raw'],
])('planted in %s: %s', (path, text, rule) => {
  expect(found(path, text)).toEqual([rule]);
});

test.each<[string, string]>([
  [queries, 'tx.sql`select id, number from edms.document where id = ${id} for update`'],
  [queries, "const message = `select ${name} to continue`; const other = 'Update the document and set a reviewer';"],
  ['kernel/records/write.ts', 'sql`insert into ${sql.id(a)} (id) values (${id})`'],
  ['kernel/records/tx.ts', `const text = \`select set_config('app.org_id', \${pg.escapeLiteral(org)}, true)\`;`],
  ['kernel/records/scope.ts', 'sql`select 1 from ${{ parts: [s.table], values: [] }} t`'],
  ['kernel/records/tx.ts', "client.query(`begin${options.readOnly ? ' read only' : ''}; ${setContext(actor)}`)"],
  ['kernel/db/ddl.ts', 'const text = `create table ${name} (id uuid)`;'],
  ['modules/edms/scenarios/attack.scenario.ts', "appRole.query('delete from edms.document')"],
])('allowed in %s: %s', (path, text) => {
  expect(found(path, text)).toEqual([]);
});

test('rows change in the kernel only, and values never become SQL text', () => {
  expectOnlyFrozen('sql-use');
});
