import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../place.ts';

// The price of a change (one line and one migration; one file, one line and one migration), paid in a copy of the project.
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'plumbline-scaffold-'));
  const skipped = /(?:^|\/)(?:node_modules|\.data|dist|scenarios)(?:\/|$)|\.test\.tsx?$/;
  for (const name of [
    'kernel',
    'seeds',
    'modules',
    'apps',
    'package.json',
    'biome.json',
    '.gitignore',
    'tsconfig.base.json',
    'tsconfig.server.json',
  ])
    await cp(join(root, name), join(copy, name), {
      recursive: true,
      filter: (source) => !skipped.test(source.slice(root.length)),
    });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rm(copy, { recursive: true, force: true }));

function program(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    env: { PATH: process.env.PATH ?? '' },
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${args.join(' ')}\n${stdout}\n${stderr}`);
  return stdout;
}
const plumbline = (...args: string[]) => program(join(copy, 'apps/cli/main.ts'), ...args);

/** Every file under modules/ with its text. */
async function files(): Promise<Map<string, string>> {
  const entries = await readdir(join(copy, 'modules'), { recursive: true, withFileTypes: true });
  const paths = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
  return new Map(await Promise.all(paths.map(async (p) => [p.slice(copy.length + 1), await readFile(p, 'utf8')] as const)));
}
/** What a step changed: new files, and for the others the lines it added and took away. */
async function changesOf(
  step: () => unknown,
): Promise<{ added: string[]; lines: Record<string, { plus: string[]; minus: string[] }> }> {
  const before = await files();
  await step();
  const added: string[] = [];
  const lines: Record<string, { plus: string[]; minus: string[] }> = {};
  for (const [path, text] of await files()) {
    const old = before.get(path)?.split('\n');
    if (!old) added.push(path);
    else if (old.join('\n') !== text) {
      const now = text.split('\n');
      lines[path] = { plus: now.filter((l) => !old.includes(l)), minus: old.filter((l) => !now.includes(l)) };
    }
  }
  return { added: added.sort(), lines };
}
/** Errors of the compiler and of the linter in these files. */
function faultsIn(paths: readonly string[]): string[] {
  const types = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.server.json'], {
    cwd: copy,
    encoding: 'utf8',
  });
  const biome = ['node_modules/@biomejs/biome/bin/biome', 'check', '--reporter=github', ...paths];
  const lint = spawnSync(process.execPath, biome, { cwd: copy, encoding: 'utf8' });
  return `${types.stdout}\n${lint.stdout}`.split('\n').filter((line) => paths.some((path) => line.includes(path)));
}

describe('what a change costs', () => {
  test('a field on Document is one line and one migration; a record type is one file, one line and one migration', async () => {
    const record = await changesOf(() => plumbline('new', 'record', 'edms', 'shelf-note', '--fr', 'Note de rayon'));
    expect(record.added).toEqual(['modules/edms/records/shelf-note.ts']);
    expect(Object.keys(record.lines)).toEqual(['modules/edms/module.ts']);
    expect(record.lines['modules/edms/module.ts']?.plus).toContain("import { ShelfNote } from './records/shelf-note.ts';");
    const first = await changesOf(() => plumbline('draft', 'edms'));
    expect(first).toEqual({
      added: [expect.stringMatching(/^modules\/edms\/server\/migrations\/\d{4}_shelf_note\.sql$/)],
      lines: {},
    });

    const field = await changesOf(async () => {
      const path = join(copy, 'modules/edms/records/document.ts');
      const text = await readFile(path, 'utf8');
      const line = "    shelf: text({ en: 'Shelf', fr: 'Rayon' }, { max: 40 }).optional(),";
      await writeFile(
        path,
        text.replace(/^ {4}title: text\(.*$/m, (title) => `${title}\n${line}`),
      );
    });
    expect(field.added).toEqual([]);
    expect(field.lines['modules/edms/records/document.ts']).toEqual({
      plus: [expect.stringContaining('shelf: text(')],
      minus: [],
    });
    const second = await changesOf(() => plumbline('draft', 'edms'));
    expect(second).toEqual({
      added: [expect.stringMatching(/^modules\/edms\/server\/migrations\/\d{4}_document_shelf\.sql$/)],
      lines: {},
    });
    const [migration = ''] = second.added;
    expect(await readFile(join(copy, migration), 'utf8')).toMatch(
      /^-- why: .*\nalter table "edms"\."document" add column "shelf" text;\n$/,
    );

    const probe = JSON.parse(program(join(copy, 'apps/cli/scaffold/probe-fixture.ts')));
    expect(probe.created).toMatchObject({ status: 201, body: { data: { shelf: 'B 12' } } });
    expect(probe.read.body.data.shelf).toBe('B 12');
    expect(probe.listed.body.items).toMatchObject([{ shelf: 'B 12' }]);
    expect(JSON.stringify(probe.history.body)).toContain('"shelf":[null,"B 12"]');
    expect(JSON.stringify(probe.openapi)).toContain('"shelf"');
    expect(probe.form).toContain('shelf');
    expect(probe.note).toMatchObject({
      status: 201,
      body: { data: { state: 'DRAFT' }, can: { approve: { rule: 'core.forbidden' } } },
    });
  }, 300_000);

  test('a module with a record and a command is scaffolded, compiles and gets its schema', async () => {
    const module = await changesOf(() => plumbline('new', 'module', 'shelving', '--fr', 'Rayonnage'));
    expect(module.added).toEqual(
      ['README.md', 'module.ts', 'scenarios/conformance.scenario.ts', 'server/wiring.ts'].map(
        (name) => `modules/shelving/${name}`,
      ),
    );
    expect(Object.keys(module.lines).sort()).toEqual(['modules/index.ts', 'modules/web.ts']);
    plumbline('new', 'record', 'shelving', 'shelf', '--fr', 'Rayon');
    const command = await changesOf(() => plumbline('new', 'command', 'shelving', 'shelf', 'count', '--fr', 'Compter'));
    expect(command.added).toEqual(['modules/shelving/server/count-shelf.command.ts']);
    expect(Object.keys(command.lines)).toEqual(['modules/shelving/server/wiring.ts']);
    const drafted = await changesOf(() => plumbline('draft', 'shelving'));
    expect(drafted.added).toEqual(['modules/shelving/server/migrations/0001_shelving.sql']);
    const migration = (await files()).get('modules/shelving/server/migrations/0001_shelving.sql');
    expect(migration).toContain('create schema if not exists shelving;');
    expect(migration).toContain("select audit.attach('shelving', 'shelf', '{}', '{DRAFT}');");
    const written = [...(await files()).keys()].filter((path) =>
      /^modules\/(?:shelving\/.*\.ts|edms\/(?:module|records\/shelf-note|records\/document)\.ts|index\.ts|web\.ts)$/.test(path),
    );
    expect(written).toHaveLength(10);
    expect(faultsIn(written)).toEqual([]);
  }, 300_000);

  test('refuses what exists, what has no place and what no one can pronounce', async () => {
    const refused = (...args: string[]) => {
      const { status, stderr } = spawnSync(process.execPath, [join(copy, 'apps/cli/main.ts'), ...args], { encoding: 'utf8' });
      return { status, said: stderr.trim() };
    };
    expect(
      await changesOf(() => {
        expect(refused('new', 'record', 'edms', 'document')).toEqual({
          status: 1,
          said: 'modules/edms/records/document.ts exists already.',
        });
        expect(refused('new', 'record', 'edms', 'Note_Line').said).toContain('lower-case words joined by hyphens');
        expect(refused('new', 'command', 'edms', 'ghost', 'appear').said).toContain('There is no modules/edms/records/ghost.ts');
        expect(refused('draft', 'ghost').said).toContain('There is no module "ghost"');
        expect(refused('new', 'thing').status).toBe(1);
      }),
    ).toEqual({ added: [], lines: {} });
  });
});
