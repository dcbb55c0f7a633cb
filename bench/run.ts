import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createSigningKey, openSigningKey } from '../kernel/sign/crypto/index.ts';
import { type Figure, load, type Request } from './load.ts';
import { pgbench } from './pgbench.ts';
import { PASSWORD, setUp, startServer } from './setup.ts';

/** Measures the product beside its limit in one interleaved run and writes the table of the README: `node bench/run.ts`. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    rows: { type: 'string', default: '100000' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const say = (text: string) => process.stderr.write(`${text}\n`);
const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

say(`setting up ${values.rows} records on both sides`);
const stage = await setUp(Number(values.rows));
const limit = await startServer('limit.ts', {
  url: stage.urls.app.replace('bench', 'bench'),
  port: 9101,
  orgId: stage.orgId,
  userId: stage.userId,
});
const sealed = await startServer('product.ts', { urls: stage.urls, port: 9102, dataDir: stage.dataDir, sealing: true });
const limitUrl = 'http://127.0.0.1:9101';
const productUrl = 'http://127.0.0.1:9102';

const admin = new pg.Client({ connectionString: stage.urls.owner });
await admin.connect();
const idsOf = async (table: string) =>
  (await admin.query<{ id: string }>(`select id from bench.${table} order by random() limit 5000`)).rows.map((r) => r.id);
const items = await idsOf('item');
const plain = await idsOf('plain');
const pick = (list: readonly string[]) => list[Math.floor(Math.random() * list.length)] ?? '';

const signIn = await fetch(`${productUrl}/api/v1/auth/login`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'user-agent': 'plumbline-bench' },
  body: JSON.stringify({ username: 'bench', password: PASSWORD }),
});
if (!signIn.ok) throw new Error(`sign-in failed: ${await signIn.text()}`);
const cookie = signIn.headers
  .getSetCookie()
  .map((c) => c.split(';')[0])
  .join('; ');

let n = 0;
const count = () => {
  n += 1;
  return n;
};
const fresh = () => ({
  title: `Basin leaks ${count()}`,
  description: 'Seen at station 4',
  severity: 'major',
  quantity: '3',
  found: '2026-11-20',
  location: 'Station 4',
  batch: 'B-1',
});
const versions = new Map<string, number>();
const next = () => {
  const id = items[count() % items.length] ?? '';
  return id;
};
const api = '/api/v1/bench/items';
const operations: Record<string, { readonly limit: Request; readonly product: Request }> = {
  create: { limit: { method: 'POST', path: '/', body: fresh }, product: { method: 'POST', path: api, body: fresh } },
  read: {
    limit: { method: 'GET', path: () => `/x/${pick(plain)}` },
    product: { method: 'GET', path: () => `${api}/${pick(items)}` },
  },
  list: {
    limit: { method: 'GET', path: '/' },
    product: { method: 'GET', path: `${api}?state=OPEN&severity=major&sort=-number&limit=25` },
  },
  update: {
    limit: { method: 'PATCH', path: () => `/x/${pick(plain)}`, body: () => ({ remark: `changed ${count()}` }) },
    product: (() => {
      let id = '';
      return {
        method: 'PATCH' as const,
        path: () => {
          id = next();
          return `${api}/${id}`;
        },
        headers: () => {
          const version = versions.get(id) ?? 1;
          versions.set(id, version + 1);
          return { 'if-match': `"${version}"` };
        },
        body: () => ({ remark: `changed ${n}` }),
      };
    })(),
  },
  search: {
    limit: { method: 'GET', path: '/search?q=faucet' },
    product: { method: 'GET', path: '/api/v1/search?q=faucet&limit=20' },
  },
};

const figures: Record<string, { limit: Figure[]; product: Figure[] }> = {};
for (let round = 0; round < rounds; round += 1)
  for (const [name, operation] of Object.entries(operations)) {
    figures[name] ??= { limit: [], product: [] };
    const connections = 16;
    figures[name].limit.push(await load(limitUrl, operation.limit, { connections, seconds }));
    figures[name].product.push(await load(productUrl, operation.product, { connections, seconds, headers: { cookie } }));
    say(
      `${name}: limit ${figures[name].limit.at(-1)?.perSecond}, product ${figures[name].product.at(-1)?.perSecond}, failed ${figures[name].product.at(-1)?.failed}`,
    );
  }

const post = (path: string, body: unknown) =>
  fetch(`${productUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'plumbline-bench', cookie },
    body: JSON.stringify(body),
  });
async function milliseconds(count: number, work: (i: number) => Promise<Response>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const start = performance.now();
    const response = await work(i);
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    await response.arrayBuffer();
    times.push(performance.now() - start);
  }
  return median(times);
}
const untouched = (
  await admin.query<{ id: string }>("select id from bench.item where state = 'OPEN' order by id desc limit 400")
).rows.map((r) => r.id);
const plainTransition = await milliseconds(200, (i) => post(`${api}/${untouched[i]}/investigate`, {}));
const signedTransition = await milliseconds(100, (i) =>
  post(`${api}/${untouched[200 + i]}/approve`, { signature: { username: 'bench', password: PASSWORD } }),
);
const key = await createSigningKey(PASSWORD, { ownerId: stage.userId });
const derivation = await (async () => {
  const times: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    const start = performance.now();
    await openSigningKey(key, PASSWORD);
    times.push(performance.now() - start);
  }
  return median(times);
})();
sealed.kill();
const unsealed = await startServer('product.ts', { urls: stage.urls, port: 9103, dataDir: stage.dataDir, sealing: false });
const creates: { sealed: number[]; unsealed: number[] } = {
  sealed: figures.create?.product.map((f) => f.perSecond) ?? [],
  unsealed: [],
};
for (let round = 0; round < rounds; round += 1)
  creates.unsealed.push(
    (
      await load(
        'http://127.0.0.1:9103',
        { method: 'POST', path: api, body: fresh },
        { connections: 16, seconds, headers: { cookie } },
      )
    ).perSecond,
  );
unsealed.kill();
limit.kill();
say('pgbench');
const bare = await pgbench(stage, plain, seconds);
const server = (await admin.query<{ v: string }>('show server_version')).rows[0]?.v;
await admin.end();
await stage.close();

const rows = Object.entries(figures).map(([name, f]) => {
  const l = median(f.limit.map((x) => x.perSecond));
  const p = median(f.product.map((x) => x.perSecond));
  return {
    name,
    pgbench: bare[name] ?? null,
    limit: l,
    product: p,
    share: Number((p / l).toFixed(2)),
    p99: median(f.product.map((x) => x.p99)),
    failed: f.product.reduce((a, x) => a + x.failed, 0),
  };
});
const result = {
  measuredOn: {
    cpus: cpus().length,
    model: cpus()[0]?.model,
    node: process.version,
    postgresql: server,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD']).toString().trim(),
  },
  command: `node bench/run.ts --seconds ${seconds} --rounds ${rounds} --rows ${values.rows}`,
  operations: rows,
  milliseconds: {
    transition: plainTransition,
    signedTransition,
    passwordDerivation: derivation,
    signatureBeyondDerivation: signedTransition - derivation,
  },
  sealing: {
    sealed: median(creates.sealed),
    unsealed: median(creates.unsealed),
    ratio: Number((median(creates.sealed) / Math.max(1, median(creates.unsealed))).toFixed(2)),
  },
};
writeFileSync(join(import.meta.dirname, 'results', 'latest.json'), `${JSON.stringify(result, null, 2)}\n`);

const table = [
  '| Operation, 16 connections | pgbench | limit | Plumbline | share of limit | p99 ms |',
  '|---|---|---|---|---|---|',
  ...rows.map((r) => `| ${r.name} | ${r.pgbench ?? '–'} | ${r.limit} | ${r.product} | ${r.share} | ${r.p99} |`),
  '',
  `Transition without signature ${result.milliseconds.transition.toFixed(1)} ms; with password signature ${result.milliseconds.signedTransition.toFixed(1)} ms, of which the password derivation takes ${result.milliseconds.passwordDerivation.toFixed(1)} ms. Creation sealed / unsealed: ${result.sealing.ratio}.`,
  '',
  `Requests per second on ${result.measuredOn.cpus} × ${result.measuredOn.model}, Node ${result.measuredOn.node}, PostgreSQL ${server}, ${values.rows} records, fsync on; medians of ${rounds} interleaved rounds. \`limit\` is bare \`node:http\` with \`pg\` doing the same by one prepared statement that also writes an audit row; \`pgbench\` the same statements without Node. Command: \`${result.command}\`.`,
].join('\n');
const readme = join(import.meta.dirname, '..', 'README.md');
if (existsSync(readme)) {
  const text = readFileSync(readme, 'utf8');
  writeFileSync(readme, text.replace(/<!-- bench -->[\s\S]*<!-- \/bench -->/, `<!-- bench -->\n${table}\n<!-- /bench -->`));
}
process.stdout.write(`${table}\n`);
