import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cannedVerdict } from '../testing/canned-histories.js';
import { type VerdictDocument, verdictRuns } from './verdict-runs.js';

const minuteMs = 60_000;
const noonMs = Date.parse('2026-03-01T12:00:00.000Z');

/** A run as from and to, minutes before noon, and what it was. */
const told = (verdicts: readonly VerdictDocument[]) =>
  verdictRuns(verdicts).map(({ startMs, endMs, state, reason }) => [
    ...[startMs, endMs].map((ms) => (noonMs - ms) / minuteMs),
    ...[state, reason],
  ]);

describe('the runs of verdicts', () => {
  it('are of equal states, newest first, from the begin of the first minute to the end of the last', () => {
    const states = ['violated', 'violated', 'at-risk', 'ok', 'ok', 'ok', 'violated'] as const;
    expect(told(states.map((state, at) => cannedVerdict(at, { state })))).toEqual([
      [2, 0, 'violated', null],
      [3, 2, 'at-risk', null],
      [6, 3, 'ok', null],
      [7, 6, 'violated', null],
    ]);
  });

  it('are of equal reasons', () => {
    const unknown = (minutes: number, reason: string) =>
      cannedVerdict(minutes, { state: 'insufficient-data', reason });
    expect(told([unknown(0, 'idle'), unknown(1, 'idle'), unknown(2, 'gap')])).toEqual([
      [2, 0, 'insufficient-data', 'idle'],
      [3, 2, 'insufficient-data', 'gap'],
    ]);
  });

  it('have one of its own for the minutes between two verdicts that have none, also where the state stays', () => {
    expect(told([cannedVerdict(0), cannedVerdict(1), cannedVerdict(5)])).toEqual([
      [2, 0, 'ok', null],
      [5, 2, null, null],
      [6, 5, 'ok', null],
    ]);
  });

  it('tell the lowest compliance and the highest probability that were known', () => {
    const verdicts = [
      cannedVerdict(0, { compliance: null, violationProbability: 0.2 }),
      cannedVerdict(1, { compliance: 0.5, violationProbability: 0.7 }),
      cannedVerdict(2, { compliance: 0.75, violationProbability: null }),
      cannedVerdict(4, { compliance: null, violationProbability: null }),
    ];
    expect(verdictRuns(verdicts)).toMatchObject([
      { lowestCompliance: 0.5, highestProbability: 0.7 },
      { state: null, lowestCompliance: null, highestProbability: null },
      { lowestCompliance: null, highestProbability: null },
    ]);
  });

  it('are none where there is no verdict', () => {
    expect(verdictRuns([])).toEqual([]);
  });

  it('cover all verdicts in order: each begins where the next older one ends, and differs from it', () => {
    const how = fc.constantFrom(
      { state: 'ok', reason: null } as const,
      { state: 'violated', reason: null } as const,
      { state: 'insufficient-data', reason: 'idle' } as const,
      { state: 'insufficient-data', reason: 'gap' } as const,
      undefined,
    );
    fc.assert(
      fc.property(fc.array(how, { minLength: 1, maxLength: 60 }), (minutes) => {
        const verdicts = minutes.flatMap((each, at) => (each ? [cannedVerdict(at, each)] : []));
        const runs = verdictRuns(verdicts);
        const covered = runs.flatMap(({ startMs, endMs, state, reason }) =>
          Array.from({ length: (endMs - startMs) / minuteMs }, (_, at) => [
            (noonMs - endMs) / minuteMs + at,
            state,
            reason,
          ]),
        );
        const judged = minutes.flatMap((each, at) => (each ? [at] : []));
        const between = minutes.slice(judged[0] ?? 0, (judged.at(-1) ?? -1) + 1);
        expect(covered).toEqual(
          between.map((each, at) => [at + (judged[0] ?? 0), each?.state ?? null, each?.reason ?? null]),
        );
        for (const [at, run] of runs.entries()) {
          const older = runs[at + 1];
          if (!older) continue;
          expect(older.endMs).toBe(run.startMs);
          expect([older.state, older.reason]).not.toEqual([run.state, run.reason]);
        }
      }),
    );
  });
});
