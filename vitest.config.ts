import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Tests against servers wait more than they compute, so a core can carry more than one file.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,apps}/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.contract.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'servers',
          include: ['{packages,apps}/*/src/**/*.contract.test.ts', 'tests/**/*.test.ts'],
          globalSetup: ['@forewarn/testkit/global-setup'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
