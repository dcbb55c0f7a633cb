import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeEmbeddedPostgres } from '../../../kernel/db/embedded/embedded.ts';
import { root } from '../place.ts';

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'plumbline-migrate-'));
});
afterAll(async () => {
  await removeEmbeddedPostgres(join(data, 'postgres'));
  await rm(data, { recursive: true, force: true });
});

test('an empty database gets every migration, the kernel first; a second run finds nothing to do', () => {
  const migrate = () =>
    spawnSync(process.execPath, [join(root, 'apps/cli/main.ts'), 'migrate', '--data', data], {
      env: { PATH: process.env.PATH ?? '' },
      encoding: 'utf8',
    });
  const first = migrate();
  expect(first.stderr).toBe('');
  const applied = first.stdout
    .split('\n')
    .slice(1, -1)
    .map((line) => line.trim());
  expect(applied[0]).toBe('db/0001_kernel.sql');
  expect(applied).toContain('edms/0001_edms.sql');
  expect(migrate().stdout).toBe('The database is up to date.\n');
}, 120_000);
