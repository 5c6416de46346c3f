import { expect, it } from 'vitest';
import { mutantCounts } from './mutant-counts.mjs';

const mutants = (counts) =>
  Object.entries(counts).flatMap(([status, count]) => new Array(count).fill({ status, testsCompleted: 1 }));

it('counts a hang as noticed, and what no test reaches as not', () => {
  const counts = mutants({ Killed: 5, Timeout: 1, Survived: 1, NoCoverage: 1 });
  expect(mutantCounts(counts)).toEqual([8, 5, 1, 1, 1, 0, '75.0 %']);
});

it('judges neither a run that broke nor one that ran no test', () => {
  const counts = [...mutants({ Killed: 1, RuntimeError: 1 }), { status: 'Survived', testsCompleted: 0 }];
  expect(mutantCounts(counts)).toEqual([3, 1, 0, 0, 0, 2, '100.0 %']);
});

it('has no score without mutants', () => {
  expect(mutantCounts([])).toEqual([0, 0, 0, 0, 0, 0, '']);
});
