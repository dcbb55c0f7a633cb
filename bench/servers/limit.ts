import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { openPool } from '#kernel/db';

/**
 * The limit: bare node:http and one prepared statement for each operation that also writes the audit row. No sessions, permissions,
 * policies, validation or sealing: what remains if everything the product adds cost nothing.
 */
const {
  url = '',
  port = 0,
  orgId = '',
  userId = '',
} = JSON.parse(process.env.BENCH ?? '{}') as { url: string; port: number; orgId: string; userId: string };
const pool = openPool(url, { max: 12, name: 'bench-limit' });
const columns =
  'id, number, state, version, title, description, severity, quantity, found, location, batch, is_contained, owner_id, remark, created_at, created_by, updated_at, updated_by';
const statements = {
  create: `with r as (insert into bench.plain (org_id, number, state, created_by, updated_by, title, description, severity, quantity, found, location, batch, is_contained, remark)
      values ($1, 'ITM-' || nextval('bench.plain_number'), 'OPEN', $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${columns}),
    a as (insert into bench.plain_audit (record_id, action, body) select id, 'CREATE', to_jsonb(r) from r) select * from r`,
  read: `select ${columns} from bench.plain where org_id = $1 and id = $2`,
  list: `select ${columns} from bench.plain where org_id = $1 and state = 'OPEN' and severity = 'major' order by number desc, id desc limit 25`,
  update: `with o as (select * from bench.plain where org_id = $1 and id = $2 for update), r as (update bench.plain t set remark = $3, version = t.version + 1, updated_at = now(), updated_by = $4
      from o where t.org_id = o.org_id and t.id = o.id returning t.*), a as (insert into bench.plain_audit (record_id, action, body)
      select r.id, 'UPDATE', jsonb_build_object('remark', jsonb_build_array(o.remark, r.remark)) from r, o) select ${columns} from r`,
  search: `select ${columns} from bench.plain where org_id = $1 and to_tsvector('english', title || ' ' || coalesce(description, '')) @@ plainto_tsquery('english', $2) limit 20`,
};
const run = (name: keyof typeof statements, values: unknown[]) => pool.query({ name, text: statements[name], values });
const bodyOf = async (request: IncomingMessage) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text) as Record<string, unknown>;
};
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, , id] = (request.url ?? '').split('/');
  let result: unknown;
  if (request.method === 'POST') {
    const b = await bodyOf(request);
    const made = await run('create', [
      orgId,
      userId,
      b.title,
      b.description,
      b.severity,
      b.quantity,
      b.found,
      b.location,
      b.batch,
      b.isContained ?? false,
      b.remark,
    ]);
    result = made.rows[0];
  } else if (request.method === 'PATCH') {
    const b = await bodyOf(request);
    result = (await run('update', [orgId, id, b.remark, userId])).rows[0];
  } else if (request.url?.startsWith('/search'))
    result = (await run('search', [orgId, decodeURIComponent(request.url.split('=')[1] ?? '')])).rows;
  else result = id ? (await run('read', [orgId, id])).rows[0] : (await run('list', [orgId])).rows;
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
}
createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
}).listen(port, '127.0.0.1', () => process.send?.('ready'));
