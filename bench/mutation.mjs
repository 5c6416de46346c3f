import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { mutantCounts } from './mutation/mutant-counts.mjs';
import { mutationTarget } from './mutation/mutation-target.mjs';
import { strykerOptions } from './mutation/stryker-options.mjs';
import { survivorLine } from './mutation/survivor-line.mjs';
import { machine } from './report/machine.mjs';
import { markdownTable } from './report/markdown-table.mjs';

/**
 * What the unit tests notice: each package's sources are changed in one place after the other, and its tests run against each change.
 * Prints every change that no test fails for, then a row for each package, as in docs/mutation-testing.md. Exit code 1 when a mutant was
 * not judged.
 *
 *   npm run bench:mutation                       every package that is listed here
 *   npm run bench:mutation -- slo analysis       these packages
 *   npm run bench:mutation -- slo/src/episode.ts one file, or a folder of a package
 *   npm run bench:mutation -- --no-static store  without what runs when modules load, which needs every test for each mutant
 *   npm run bench:mutation -- --workers 2 store  two at once, on a machine that is free
 *   npm run bench:mutation -- --tests contracts/src/slo contracts/src/slo  by the tests of one folder alone: quicker, and no kinder
 */
const packages = ['analysis', 'slo', 'contracts', 'sql', 'store'];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'no-static': { type: 'boolean', default: false },
    workers: { type: 'string', default: '1' },
    tests: { type: 'string' },
  },
});
const targets = positionals.length > 0 ? positionals : packages;
const rows = [];
const running = { withStatic: !options['no-static'], workers: Number(options.workers) };
if (!(running.workers >= 1)) throw new Error(`--workers ${options.workers} is not a number of at least 1`);
const isUnjudged = ({ status, testsCompleted }) =>
  status.endsWith('Error') || (status === 'Survived' && !testsCompleted);

for (const target of targets.map(mutationTarget)) {
  // Read by vitest.config.ts, in this process's children.
  process.env.MUTATION_TESTS =
    options.tests === undefined ? `${target.folder}/src` : mutationTarget(options.tests).path;
  const mutants = await new Stryker(strykerOptions(target, running)).runMutationTest();
  for (const mutant of mutants.filter(isUnjudged)) {
    process.exitCode = 1;
    process.stdout.write(`NOT JUDGED: ${await survivorLine(mutant)}\n`);
  }
  const left = mutants.filter((mutant) => /Survived|NoCoverage/.test(mutant.status) && !isUnjudged(mutant));
  for (const mutant of left) process.stdout.write(`${await survivorLine(mutant)}\n`);
  rows.push([target.name, ...mutantCounts(mutants)]);
}
process.stdout.write(`\n${machine()}\n\n`);
process.stdout.write(
  markdownTable(
    ['package', 'mutants', 'killed', 'survived', 'no coverage', 'time-out', 'not judged', 'score'],
    rows,
  ),
);
