import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const resolve = {
  alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) },
};

export default defineConfig({
  resolve,
  test: {
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: ['tests/{core,laws,ui}/**/*.test.ts'],
          setupFiles: 'tests/support/silence.ts',
          pool: 'threads',
          isolate: false,
          // Ten thousand hostile strings take a busy machine longer than the five seconds that are meant for one.
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'integration',
          include: ['tests/server/**/*.test.ts'],
          exclude: ['tests/server/{routeros,report}/**'],
          globalSetup: 'tests/support/cluster.ts',
          setupFiles: ['tests/support/environment.ts', 'tests/support/silence.ts'],
          pool: 'forks',
          // Not how fast a test is to be, but after how long it hangs: a busy machine is several times slower.
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'wire',
          include: ['tests/{simulator,server/routeros,server/report}/**/*.test.ts'],
          setupFiles: 'tests/support/silence.ts',
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'process',
          include: ['tests/cli/**/*.test.ts'],
          setupFiles: 'tests/support/silence.ts',
          // The whole product on one machine is enough: the projects that start it run after the others, one by one.
          sequence: { groupOrder: 1 },
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        test: {
          name: 'browser',
          include: ['tests/e2e/**/*.test.ts'],
          setupFiles: 'tests/support/silence.ts',
          sequence: { groupOrder: 2 },
          globalSetup: 'tests/e2e/product.ts',
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
