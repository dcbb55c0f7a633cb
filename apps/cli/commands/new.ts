import { parseArgs } from 'node:util';
import { root } from '../place.ts';
import { runProgram } from '../program.ts';
import { type Label, words } from '../scaffold/names.ts';
import { planCommand, planModule, planRecord, write } from '../scaffold/scaffold.ts';
import { UserError } from '../user-error.ts';

/** `plumbline new module|record|command`: files in the shapes of modules/_example, and the line that makes them known. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { en: { type: 'string' }, fr: { type: 'string' } },
  });
  const [kind = '', ...names] = positionals;
  const label = (name: string): Label => {
    const en = values.en ?? words(name);
    return { en, fr: values.fr ?? en };
  };
  const paths = await write(root, await plan(kind, names, label));
  const biome = ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '--log-level=error'];
  await runProgram([...biome, ...paths.filter((path) => path.endsWith('.ts'))]);
  process.stdout.write(`${paths.map((path) => `  ${path}`).join('\n')}\n${next(kind, names, values.fr !== undefined)}`);
  return 0;
}

async function plan(kind: string, names: readonly string[], label: (name: string) => Label) {
  const [first = '', second = '', third = '', ...rest] = names;
  if (kind === 'module' && first && !second) return planModule(root, first, label(first));
  if (kind === 'record' && second && !third) return planRecord(root, first, second, label(second));
  if (kind === 'command' && third && rest.length === 0) return planCommand(root, first, second, third, label(third));
  throw new UserError('Say what to make: new module <id>, new record <module> <name>, or new command <module> <record> <verb>.');
}

function next(kind: string, names: readonly string[], isTranslated: boolean): string {
  const translate = isTranslated ? '' : 'The French labels repeat the English ones until somebody translates them.\n';
  if (kind === 'module') return `${translate}Next: plumbline new record ${names[0]} <name>\n`;
  if (kind === 'record') return `${translate}Next: give it its fields, then plumbline draft ${names[0]}\n`;
  return `${translate}Next: write what it does in run().\n`;
}
