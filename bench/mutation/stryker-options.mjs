/** What is no source of behaviour: tests, and what the build generates. */
const notMutated = ['!**/*.test.ts', '!**/*.fixture.ts', '!**/src/generated/**'];

/**
 * How Stryker runs: the mutants switched within one copy of the repository, and for each only the tests that reach it.
 *
 * @param {{ pattern: string }} target  what to mutate
 * @param {{ withStatic: boolean, workers: number }} running  whether what runs when a module loads is mutated too, else it is not judged;
 *   and how many mutants are tried at once
 * @returns {object} options for the constructor of Stryker
 */
export function strykerOptions({ pattern }, { withStatic, workers }) {
  return {
    mutate: [pattern, ...notMutated],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'bench/mutation/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    ignoreStatic: !withStatic,
    concurrency: workers,
    // Endless loops are found by counting; the clock is for those that wait, and has to bear with a busy machine.
    timeoutMS: 15_000,
    tempDirName: '.stryker-tmp',
    ignorePatterns: ['/apps', '/deploy', '/docs', '/tests', '.turbo', '.forewarn'],
    // Vitest strips the types. Stryker would rewrite a tsconfig.json with the compiler's old API, which TypeScript 7 does not have.
    tsconfigFile: 'none',
    reporters: ['progress-append-only'],
    logLevel: 'error',
    warnings: { slow: false },
  };
}
