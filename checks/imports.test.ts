import { expect, test } from 'vitest';
import { expectOnlyFrozen } from './expect-frozen.ts';
import { importViolations } from './imports.ts';
import { plant, rulesOf, type SourceFile } from './source.ts';

const manifest: SourceFile = {
  path: 'package.json',
  text: JSON.stringify({
    imports: {
      '#kernel/schema': './kernel/schema/index.ts',
      '#kernel/values': './kernel/values/index.ts',
      '#kernel/db': './kernel/db/index.ts',
      '#kernel/audit': './kernel/audit/index.ts',
      '#kernel/testing': './kernel/testing/index.ts',
      '#kernel/web/*': './kernel/web/*',
      '#modules/*': './modules/*',
    },
    dependencies: { pg: '8', zod: '4', react: '19', 'decimal.js': '10' },
    devDependencies: { vitest: '4' },
  }),
};

function rules(path: string, text: string, ...more: SourceFile[]): string[] {
  return rulesOf(importViolations([manifest, ...plant(path, text), ...more]));
}

test.each<[string, string, string, string]>([
  [
    'a module reaches into another module',
    'modules/qrm/server/x.ts',
    `import '#modules/inventory/server/lot.rules.ts'`,
    'only-api',
  ],
  [
    'a scenario reaches into another module',
    'modules/qrm/scenarios/x.scenario.ts',
    `import '#modules/edms/server/a.ts'`,
    'only-api',
  ],
  ['a module uses one above it', 'modules/edms/server/x.ts', `import { a } from '#modules/qrm/api.ts'`, 'module-order'],
  ['a module uses the tutorial', 'modules/edms/server/x.ts', `import { a } from '#modules/_example/api.ts'`, 'module-order'],
  ['a module uses the list of modules', 'modules/edms/server/x.ts', `import { all } from '#modules/index.ts'`, 'only-api'],
  ['a module uses an app', 'modules/edms/server/x.ts', `import '../../../apps/server/main.ts'`, 'no-app-imports'],
  ['the kernel uses an app', 'kernel/http/x.ts', `export * from '../../apps/server/main.ts'`, 'no-app-imports'],
  ['the kernel uses a module', 'kernel/http/x.ts', `import type { A } from '#modules/edms/api.ts'`, 'kernel-knows-no-module'],
  ['the kernel uses the seeds', 'kernel/http/x.ts', `await import('../../seeds/demo.ts')`, 'kernel-knows-no-module'],
  ['a kernel part reaches into another by path', 'kernel/http/x.ts', `import '../db/index.ts'`, 'kernel-door'],
  ['a kernel part reaches past a door', 'kernel/http/x.ts', `import '../db/pool.ts'`, 'kernel-door'],
  ['a module reaches past a kernel door', 'modules/edms/server/x.ts', `import '../../../kernel/db/pool.ts'`, 'kernel-door'],
  ['a stranger uses an inner door', 'kernel/http/x.ts', `import '../audit/log/index.ts'`, 'kernel-door'],
  ['a name nobody declared', 'modules/edms/server/x.ts', `import '#kernel/nowhere'`, 'unknown-door'],
  ['a package nobody declared', 'modules/edms/server/x.ts', `import 'left-pad'`, 'undeclared-dependency'],
  ['a development package in shipped code', 'kernel/db/x.ts', `import 'vitest'`, 'undeclared-dependency'],
  ['the screens use the server half', 'modules/edms/web/x.tsx', `import '../server/document.rules.ts'`, 'web-imports-server'],
  ['the screens use their own api.ts', 'modules/edms/web/x.tsx', `import { a } from '../api.ts'`, 'web-imports-server'],
  ['the screens use a server part', 'modules/edms/web/x.tsx', `import { a } from '#kernel/db'`, 'web-imports-server'],
  ['the screens use Node', 'modules/edms/web/x.tsx', `import { a } from 'node:fs'`, 'web-imports-server'],
  ['the screens use the database driver', 'kernel/web/x.tsx', `import pg from 'pg'`, 'web-imports-server'],
  [
    'the browser application uses the server half',
    'apps/web/x.tsx',
    `import '#modules/edms/server/wiring.ts'`,
    'web-imports-server',
  ],
  ['the screens of another module', 'modules/qrm/web/x.tsx', `import '#modules/edms/web/viewer.tsx'`, 'only-api'],
  ['the server half uses a screen', 'modules/edms/server/x.ts', `import '../web/viewer.tsx'`, 'server-imports-web'],
  ['the server half uses the design kit', 'modules/edms/server/x.ts', `import '#kernel/web/list/list.tsx'`, 'server-imports-web'],
  ['a record uses the server half', 'modules/edms/records/x.ts', `type A = import('../server/x.ts').A`, 'facts-only'],
  ['a record uses a server part', 'modules/edms/records/x.ts', `import { a } from '#kernel/db'`, 'facts-only'],
  ['a record uses Node', 'modules/edms/records/x.ts', `import 'node:path'`, 'web-imports-server'],
  ['a record uses a package', 'modules/edms/records/x.ts', `import 'zod'`, 'facts-only'],
  ['module.ts uses the server half', 'modules/edms/module.ts', `import './server/wiring.ts'`, 'facts-only'],
  ['a kernel record uses a server part', 'kernel/tasks/records/x.ts', `import '#kernel/db'`, 'facts-only'],
  ['a kernel record uses its own server half', 'kernel/tasks/records/x.ts', `import '../engine.ts'`, 'facts-only'],
  ['a kernel module definition uses Node', 'kernel/tasks/module.ts', `import 'node:fs'`, 'web-imports-server'],
  [
    'the screens use a kernel part that is a module',
    'modules/edms/web/x.tsx',
    `import '../../../kernel/tasks/engine.ts'`,
    'kernel-door',
  ],
  ['the schema uses a package', 'kernel/schema/x.ts', `import 'pg'`, 'pure-part'],
  ['the schema uses a server part', 'kernel/schema/x.ts', `import '#kernel/db'`, 'pure-part'],
  ['shipped code uses the test kit', 'kernel/http/x.ts', `import '#kernel/testing'`, 'tests-only'],
  ['a module uses a file outside the layers', 'modules/edms/server/x.ts', `import '../../../bench/run.ts'`, 'outside-the-layers'],
])('planted: %s', (_what, path, text, rule) => {
  expect(rules(path, text)).toEqual([rule]);
});

test.each<[string, string]>([
  [
    'modules/qrm/server/x.ts',
    `import { a } from '#modules/edms/api.ts'; import { B } from '#modules/edms/records/b.ts'; import '#kernel/db'; import 'node:fs'`,
  ],
  [
    'modules/qrm/web/x.tsx',
    `import '#modules/edms/web/public.tsx'; import '#kernel/web/list/list.tsx'; import 'react'; import { Q } from '../records/q.ts'`,
  ],
  [
    'modules/qrm/module.ts',
    `import { edms } from '#modules/edms/module.ts'; import { Q } from './records/q.ts'; import { m } from '#kernel/schema'`,
  ],
  [
    'modules/qrm/scenarios/x.scenario.ts',
    `import { x } from '../server/x.ts'; import '#kernel/testing'; import 'vitest'; import '#modules/index.ts'`,
  ],
  ['kernel/audit/x.ts', `import './log/index.ts'; import './log/inner.ts'; import '#kernel/db'`],
  ['kernel/schema/x.ts', `import '#kernel/values'; import { z } from 'zod'`],
  [
    'apps/cli/verify.ts',
    `import '../../kernel/audit/log/index.ts'; import '#modules/index.ts'; import '#modules/edms/server/wiring.ts'`,
  ],
])('allowed: %s', (path, text) => {
  expect(rules(path, text)).toEqual([]);
});

test('the order is the one of modules/index.ts, and a module outside it may not be used', () => {
  const index = {
    path: 'modules/index.ts',
    text: `import { qrm } from './qrm/module.ts'; import { edms } from './edms/module.ts'; export const modules = [qrm, edms]`,
  };
  expect(rules('modules/qrm/server/x.ts', `import '#modules/edms/api.ts'`, index)).toEqual(['module-order']);
  expect(rules('modules/edms/server/x.ts', `import '#modules/qrm/api.ts'`, index)).toEqual([]);
  expect(rules('modules/edms/server/x.ts', `import '#modules/org/api.ts'`, index)).toEqual(['module-order']);
});

test('using a module without naming it in dependsOn is reported', () => {
  const using = (list: string): SourceFile => ({
    path: 'modules/qrm/module.ts',
    text: `import { edms } from '#modules/edms/module.ts'; export const qrm = defineModule({ id: 'qrm', dependsOn: [${list}] })`,
  });
  expect(rules('modules/qrm/server/x.ts', `import '#modules/edms/api.ts'`, using(''))).toEqual(['undeclared-module']);
  expect(rules('modules/qrm/server/x.ts', `import '#modules/edms/api.ts'`, using('edms'))).toEqual([]);
});

test('words in comments and strings are not imports', () => {
  expect(rules('kernel/http/x.ts', `// import '#modules/edms/api.ts'\nconst a = "import '../../apps/x.ts'";`)).toEqual([]);
});

test('the repository keeps its import rules', () => {
  expectOnlyFrozen('imports');
});
