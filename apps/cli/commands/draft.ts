import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataFolder, root } from '../place.ts';
import { draft } from '../scaffold/draft.ts';
import { modulePlace } from '../scaffold/place.ts';
import { withThrowAwayDatabase } from '../scaffold/throw-away.ts';
import { UserError } from '../user-error.ts';

/** `plumbline draft <module>`: the next migration of a module, from what its definitions ask for. */
export async function run(args: string[]): Promise<number> {
  const options = { name: { type: 'string' }, data: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new UserError('Name one module: plumbline draft edms.');
  if (values.name !== undefined && !/^[a-z0-9_]+$/.test(values.name))
    throw new UserError('The name of a migration is lower-case words joined by underscores.');
  const place = modulePlace(root, name);
  const { migrationSources } = await import('#kernel/app');
  const { modules } = await import('../../../modules/index.ts');
  const sources = migrationSources(modules);
  const drafted = await withThrowAwayDatabase(join(dataFolder(values.data), 'secrets.json'), ({ owner }) =>
    draft(root, place, { ownerUrl: owner, sources, name: values.name }),
  );
  if (!drafted) {
    process.stdout.write(`The definitions of ${place.id} and its migrations agree.\n`);
    return 0;
  }
  const found = drafted.drift.map(({ message }) => `  ${message}`).join('\n');
  process.stdout.write(
    `${found}\n\nWritten: ${drafted.path}\nRead it, fill in its first line, and never change it once it has run.\n`,
  );
  return 0;
}
