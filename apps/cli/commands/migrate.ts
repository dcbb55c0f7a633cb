import { parseArgs } from 'node:util';
import { openDatabase } from '../database.ts';
import { dataFolder } from '../place.ts';

/** `plumbline migrate`: brings the database up to this version, and says what it did. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { data: { type: 'string' } } });
  const database = await openDatabase(dataFolder(values.data));
  await database.close();
  const { applied } = database;
  const lines = applied.map((file) => `  ${file}\n`).join('');
  process.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : `Applied:\n${lines}`);
  return 0;
}
