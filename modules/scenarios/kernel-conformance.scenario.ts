import { beforeAll } from 'vitest';
import { conformance, type TestApp } from '#kernel/testing';
import { testApp } from '../testing.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
const personas = ['emp1', 'ana', 'dora', 'insp', 'sam', 'sec'];
for (const module of ['access', 'tasks', 'sign', 'files', 'notes', 'settings']) conformance({ app: () => app, module, personas });
