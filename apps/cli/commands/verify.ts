import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { VerifyResult } from '#kernel/audit';
import { openDatabase } from '../database.ts';
import { dataFolder } from '../place.ts';
import { UserError } from '../user-error.ts';

/** `plumbline verify`: the whole audit trail from its own bytes; 0 when it is intact, 1 when it is not. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      url: { type: 'string' },
      key: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const dataDir = dataFolder(values.data);
  const files = join(dataDir, 'files');
  const database = await findDatabase(dataDir, values.url);
  try {
    const { faultText, verifyLog } = await import('#kernel/audit');
    const { openLocalStore } = await import('#kernel/files');
    const store = join(files, 'store');
    const result = await verifyLog({
      urls: { verifier: database.url },
      ...(existsSync(files) ? { dataDir: files } : {}),
      ...(values.key === undefined ? {} : { vkey: await keysIn(values.key) }),
      ...(existsSync(store) ? { fileStore: await openLocalStore(store) } : {}),
    });
    process.stdout.write(values.json ? `${JSON.stringify(result, null, 2)}\n` : reportOf(result, existsSync(files), faultText));
    return result.ok ? 0 : 1;
  } finally {
    await database.close();
  }
}

const keysIn = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new UserError(`The log's public keys cannot be read from ${file}.`);
  });

interface Found {
  readonly url: string;
  close(): Promise<void>;
}

/** A given connection, the embedded database of a server that is running, or the one that has to be opened first. */
async function findDatabase(dataDir: string, url: string | undefined): Promise<Found> {
  const running = url ?? (process.env.DATABASE_URL ? undefined : await runningEmbedded(dataDir));
  if (running !== undefined) return { url: running, close: async () => undefined };
  const database = await openDatabase(dataDir);
  return { url: database.urls.verifier, close: () => database.close() };
}

/** The verifier's connection to the embedded database while another process runs it; undefined when none answers. */
async function runningEmbedded(dataDir: string): Promise<string | undefined> {
  try {
    const folder = join(dataDir, 'postgres');
    const home = existsSync(join(folder, 'pgdata')) ? folder : (await readFile(join(folder, 'location'), 'utf8')).trim();
    const port = (await readFile(join(home, 'pgdata', 'postmaster.pid'), 'utf8')).split('\n')[3]?.trim();
    const { verifier } = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as { verifier: string };
    const url = `postgres://plumbline_verifier:${verifier}@127.0.0.1:${port}/plumbline`;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
    await client.connect();
    await client.end();
    return url;
  } catch {
    // Not started yet, stopped, or left by a crash: it is opened the ordinary way.
    return undefined;
  }
}

function reportOf(result: VerifyResult, hasCopy: boolean, faultText: (fault: VerifyResult['faults'][number]) => string): string {
  const { checked } = result;
  const total = Object.values(result.counts).reduce((sum, n) => sum + n, 0);
  const lines = [
    `Events           ${checked.events} in ${checked.epochs} log${checked.epochs === 1 ? '' : 's'}, ${checked.unsealed} of them not sealed yet`,
    `Checkpoints      ${checked.checkpoints}, each root computed anew from the events`,
    `Published copy   ${hasCopy ? `${checked.published} entries compared` : 'not found: a log cut off at its end could not be told from a short one'}`,
    `Records          ${checked.rows} in ${checked.tables} tables, ${checked.historyRows} images in their history`,
    `Guards           ${checked.triggers} triggers, ${checked.functions} functions`,
    `Files            ${checked.files}`,
    `Time             ${(result.milliseconds / 1000).toFixed(1)} s`,
    '',
  ];
  if (result.ok) return `${lines.join('\n')}\nThe audit trail is intact.\n`;
  const more = total - result.faults.length;
  const faults = result.faults.map((fault) => `  ${faultText(fault)}`);
  return `${lines.join('\n')}\nThe audit trail is NOT intact: ${total} fault${total === 1 ? '' : 's'}.\n${faults.join('\n')}\n${more > 0 ? `  and ${more} more\n` : ''}`;
}
