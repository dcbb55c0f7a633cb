import { beforeAll } from 'vitest';
import { conformance, startTestApp, type TestApp } from '#kernel/testing';
import { exampleFixture, personas } from './example-fixture.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp(exampleFixture);
});

// The suite every module must pass, made from its definitions.
conformance({ app: () => app, personas, module: 'example' });
