import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Each file has a database, a product, or nothing, of its own; on two cores one would wait most of the time. */
const maxWorkers = 2;
const resolve = {
  alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) },
};

export default defineConfig({
  resolve,
  test: {
    // What a program wrote on its standard error is often all there is to see of a failure.
    chaiConfig: { truncateThreshold: 4_000 },
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          maxWorkers,
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
          maxWorkers,
          include: ['tests/server/**/*.test.ts'],
          exclude: ['tests/server/{routeros,report}/**'],
          globalSetup: 'tests/support/cluster.ts',
          setupFiles: ['tests/support/environment.ts', 'tests/support/silence.ts'],
          pool: 'forks',
          // Not how fast a test is to be, but after how long it hangs: a busy machine is several times slower.
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve,
        test: {
          name: 'wire',
          maxWorkers,
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
          maxWorkers,
          globalSetup: 'tests/cli/lazy-directories.ts',
          setupFiles: 'tests/support/silence.ts',
          // Whole products are enough for one machine: the projects that start them run after the others.
          sequence: { groupOrder: 1 },
          pool: 'forks',
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
          globalSetup: 'tests/e2e/lazy-demo.ts',
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
