import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { migrationSources } from '#kernel/app';
import { startSealer, verifyLog } from '#kernel/audit';
import { migrate, prepareDatabase } from '#kernel/db';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../kernel/db/embedded/embedded.ts';

/**
 * AT-11 and the speed of verification on a real million: `node bench/audit-explorer.ts [--events 1000000]`. Fills the trail of one
 * organization, seals it, searches it in every way the explorer offers and verifies all of it.
 */
const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
});
const events = Number(values.events);
const rounds = Number(values.rounds);
const print = (text: string) => process.stdout.write(`${text}\n`);
const timed = async <T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> => {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
};
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: true });
try {
  const urls = await prepareDatabase(server.superuserUrl, 'bench', join(folder, 'roles.json'));
  await migrate(urls.owner, migrationSources([]));
  const root = new pg.Client({
    connectionString: Object.assign(new URL(server.superuserUrl), { pathname: '/bench' }).toString(),
  });
  await root.connect();
  const org = randomUUID();
  const seed = await readFile(join(import.meta.dirname, '..', 'kernel', 'audit', 'scenarios', 'seed-events.sql'), 'utf8');
  const filled = await timed(async () => {
    for (let left = events; left > 0; left -= 100_000) await root.query(seed, [org, Math.min(left, 100_000)]);
  });
  await root.query('vacuum analyze audit.event');
  print(`${events} events written in ${seconds(filled.ms)}`);

  const sealer = startSealer({
    url: urls.sealer,
    dataDir: folder,
    onError: (error) => process.stderr.write(`${String(error)}\n`),
  });
  const sealed = await timed(() => sealer.sealedPast(undefined, 3_600_000));
  await sealer.stop();
  print(`sealed and published in ${seconds(sealed.ms)}: ${Math.round(events / (sealed.ms / 1000))} events/s`);

  const reader = new pg.Client({ connectionString: urls.app });
  reader.on('error', () => undefined);
  await reader.connect();
  await reader.query(`select set_config('app.org_id', $1, false)`, [org]);
  const searches: Record<
    string,
    { user?: string; action?: string[]; module?: string; entity?: string; record?: string; from?: string; word?: string }
  > = {
    'no filter': {},
    'one person': { user: '01980007-0000-7000-8000-000000000000' },
    'a record by number': { record: 'R-4711' },
    'an action and a module': { action: ['PRINT'], module: 'lims' },
    'words, found 25 times': { word: 'Needle in HAYSTACK' },
    'words, found nowhere': { word: 'no such words' },
    'words of one person': { user: '01980006-0000-7000-8000-000000000000', word: 'no such words' },
    'words of the last quarter': { from: new Date(Date.now() + 86_400_000 * 540).toISOString(), word: 'no such words' },
  };
  for (const [name, f] of Object.entries(searches)) {
    const times: number[] = [];
    let found = 0;
    for (let i = 0; i < rounds; i++) {
      const { ms, result } = await timed(() =>
        reader.query('select * from audit.explore($1, $2, $3, $4, $5, $6, null, $7, 50, null, null)', [
          f.user ?? null,
          f.action ?? null,
          f.module ?? null,
          f.entity ?? null,
          f.record ?? null,
          f.from ?? null,
          f.word ?? null,
        ]),
      );
      times.push(ms);
      found = result.rows.length;
    }
    print(`${name.padEnd(28)} ${String(found).padStart(3)} found   ${times.map((ms) => seconds(ms)).join('  ')}`);
  }
  const report = await timed(() => reader.query(`select * from audit.summary('2020-01-01', '2100-01-01')`));
  print(`compliance report            ${seconds(report.ms)}`);
  await reader.end();
  await root.end();

  const verified = await timed(() => verifyLog({ urls, dataDir: folder, keepResult: false }));
  const { ok, checked, milliseconds } = verified.result;
  print(
    `verified: ${ok ? 'no fault' : 'FAULTS'}, ${checked.events} events in ${seconds(milliseconds)}: ${Math.round(checked.events / (milliseconds / 1000))} events/s`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await server.stop();
  await removeEmbeddedPostgres(join(folder, 'postgres'));
  await rm(folder, { recursive: true, force: true });
}
