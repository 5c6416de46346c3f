import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

/** Unit tests read the sources of every package, so that a stale build cannot make them pass. */
const fromSource = { resolve: { conditions: ['@forewarn/source', ...defaultServerConditions] } };

/** Tests against servers that a test run does not install: part of it where the environment names the program. */
const optionalServers = {
  FOREWARN_MYSQLD: '**/{start-mysql,mysql-itself}.contract.test.ts',
  FOREWARN_PROMETHEUS_3: '**/prometheus-3.contract.test.ts',
  FOREWARN_VICTORIA_METRICS: '**/victoria-metrics.contract.test.ts',
};
const withoutProgram = Object.entries(optionalServers).flatMap(([name, files]) =>
  process.env[name] ? [] : [files],
);

export default defineConfig({
  test: {
    // Tests against servers wait more than they compute, so two files at once are no burden for two cores.
    maxWorkers: 2,
    projects: [
      {
        ...fromSource,
        ssr: fromSource,
        test: {
          name: 'unit',
          // One module graph for all files: loading the sources anew for each took four times as long as the tests.
          isolate: false,
          // Nothing here waits for the clock: this is for machines that are busy with something else.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: [
            '{packages,apps}/*/src/**/*.test.ts',
            '{scripts,tests/unit,tests/security}/**/*.test.ts',
            'bench/**/*.test.mjs',
          ],
          exclude: ['**/*.{contract,process}.test.ts', '**/node_modules/**'],
        },
      },
      {
        // On the sources, so that a defect that is found is mended without a build.
        ...fromSource,
        ssr: fromSource,
        test: {
          name: 'fuzz',
          include: ['tests/fuzz/**/*.test.ts'],
          // Cases come to an end by a plan of their own.
          teardownTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'servers',
          include: ['{packages,apps}/*/src/**/*.{contract,process}.test.ts', 'tests/**/*.test.ts'],
          exclude: ['tests/{compose,fuzz,security,unit}/**', '**/node_modules/**', ...withoutProgram],
          globalSetup: ['@forewarn/testkit/global-setup', 'tests/support/go-tools.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
