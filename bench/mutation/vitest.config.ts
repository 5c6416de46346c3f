import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

/** The unit tests of one package, reading the sources, for the mutation run: no projects, whose names its test filter would not know. */
const fromSource = { resolve: { conditions: ['@forewarn/source', ...defaultServerConditions] } };

export default defineConfig({
  ...fromSource,
  ssr: fromSource,
  test: {
    include: [`${process.env.MUTATION_TESTS ?? 'packages/*/src'}/**/*.test.ts`],
    exclude: ['**/*.{contract,process}.test.ts', '**/node_modules/**'],
    // As of the unit tests: what is slow on a busy machine is not what a mutant breaks.
    testTimeout: 60_000,
  },
});
