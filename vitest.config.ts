import { defineConfig } from 'vitest/config';

const ignored = ['**/node_modules/**', '**/dist/**', '**/.data/**'];

/**
 * Two projects: `tests` (unit, conformance checks and module scenarios against a real PostgreSQL) and `journeys`
 * (what people do in a browser, one after another because they share one server).
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    // A machine that is busy with something else must not fail a run; a test that needs its second try is still shown as flaky.
    retry: process.env.CI ? 1 : 0,
    projects: [
      {
        test: {
          name: 'tests',
          include: ['{kernel,modules,checks,apps,bin,seeds}/**/*.test.ts', 'modules/**/*.scenario.ts'],
          exclude: ignored,
          globalSetup: ['kernel/testing/global-setup.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['e2e/**/*.journey.ts'],
          exclude: ignored,
          globalSetup: ['kernel/testing/global-setup.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
