import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The tests of whole stacks: one at a time, each file from its first test to its last. */
export default defineConfig({
  test: {
    include: ['tests/compose/**/*.test.ts'],
    root: path.resolve(import.meta.dirname, '../..'),
    globalSetup: ['tests/compose/build-images.ts'],
    fileParallelism: false,
    // What a stack has not survived makes what follows say nothing.
    bail: 1,
    testTimeout: 240_000,
    hookTimeout: 600_000,
  },
});
