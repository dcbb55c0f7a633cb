import { beforeAll } from 'vitest';
import { conformance, type TestApp } from '#kernel/testing';
import { testApp } from '../../testing.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
conformance({ app: () => app, module: 'edms', personas: ['emp1', 'ana', 'rita', 'paul', 'dora', 'qdir', 'insp', 'sam', 'sec'] });
