import type { Database, TimeRange } from '@forewarn/core';
import {
  minuteMs,
  type ObjectiveVerdict,
  type SeriesEvaluation,
  summarizeVerdict,
  type VerdictQuery,
  type VerdictReader,
  type VerdictSummary,
  type VerdictWriter,
} from '@forewarn/slo';
import { describe, expect, test } from 'vitest';
import { type SqlTestDatabase, sqlStoreContext } from './sql-test-database.js';
import type { TopicStoreExamples } from './topic-store-contract.js';

/** A store of verdicts under test: what storage writes and others read. */
export interface VerdictStore extends VerdictWriter, VerdictReader, Database {}

const noonMs = Date.UTC(2026, 10, 21, 12);

/** A series that was violated, and is thought to be violated again. */
const judged: SeriesEvaluation = {
  series: { metric: 'disk_bytes', labels: { device: 'sda', 'service.name': 'für "alle" 💾' } },
  partition: 'sda',
  state: 'violated',
  reason: null,
  current: { timestampMs: noonMs - minuteMs, value: 0.5, bound: 'min' },
  compliance: {
    minutes: 720,
    minutesWithData: 720,
    minutesViolated: 72,
    compliance: 0.9,
    coverage: 1,
    timeInViolationMs: 72 * minuteMs,
    targetMet: false,
    errorBudget: { allowedMs: 7.2 * minuteMs, remainingMs: -64.8 * minuteMs, remaining: -9 },
  },
  prediction: {
    model: 'holt(additive)',
    modelChoice: 'it did best',
    backtest: null,
    windowEndMs: noonMs,
    level: 0.95,
    ...{ max: 3, min: 0.5, mean: 2, lower: 0, upper: 4 },
    probability: 0.1 + 0.2,
    firstViolation: { timestampMs: noonMs + 3 * minuteMs, mean: 0.5, bound: 'min', probability: 0.25 },
    endMs: noonMs + 10 * minuteMs,
    endsEarly: false,
  },
};

/** The verdict on an objective with one violated series, as it was at noon. */
export const sampleVerdict = (verdict: Partial<ObjectiveVerdict> = {}): ObjectiveVerdict => ({
  sla: 'disk',
  objective: 'free',
  endMs: noonMs,
  definition: '0a'.repeat(32),
  evaluatedAtMs: noonMs + 15_123,
  state: 'violated',
  reason: null,
  targetMet: false,
  series: [judged],
  seriesCount: 1,
  ...verdict,
});

/** One of which nothing is known. */
const unjudged: Partial<ObjectiveVerdict> = {
  state: 'insufficient-data',
  reason: { reason: 'prometheus-timeout', detail: 'Prometheus did not answer in time' },
  targetMet: null,
  series: [],
  seriesCount: 0,
  failureCode: 'prometheus-timeout',
};

/** Values for the contract of topic stores. */
export const verdictExamples: TopicStoreExamples<ObjectiveVerdict> = {
  example: (index) => sampleVerdict({ objective: `free ${index}`, seriesCount: index + 1 }),
  refused: sampleVerdict({ sla: 'x'.repeat(64) }),
  tables: {
    objective_verdict: 'sla_name, objective_name, end_ms',
    consumer_offset: 'consumer_group, topic, partition_number',
  },
};

/**
 * What a store of verdicts promises beyond any `TopicStore`, as tests.
 *
 * @param name            of the adapter
 * @param createDatabase  makes an empty database
 */
export function verdictStoreContract(
  name: string,
  createDatabase: () => Promise<SqlTestDatabase<VerdictStore>>,
): void {
  describe(`${name} keeps the promises of a store of verdicts`, () => {
    const context = sqlStoreContext(createDatabase);
    let offset = 0;
    const write = (...verdicts: ObjectiveVerdict[]) => {
      const position = { group: 'storage', topic: 'verdicts', partition: 0 };
      const items = verdicts.map((value) => ({ offset: offset++, value }));
      return context().store.writeBatch({ position, items, nextOffset: offset });
    };
    const all: TimeRange = { startMs: 0, endMs: noonMs + 10_000 * minuteMs };
    const list = (query: Partial<VerdictQuery> = {}) =>
      context().store.listVerdicts({ sla: 'disk', objective: 'free', range: all, limit: 10_000, ...query });
    /** Whose minutes ended so many minutes behind noon. */
    const at = (...minutes: number[]) =>
      minutes.map((minute) => sampleVerdict({ endMs: noonMs + minute * minuteMs }));
    const minutesOf = (verdicts: readonly VerdictSummary[]) =>
      verdicts.map(({ endMs }) => (endMs - noonMs) / minuteMs);

    test('the worst over the series of a verdict is read back, every number to its last digit', async () => {
      await write(sampleVerdict());
      expect(await list()).toEqual([
        {
          sla: 'disk',
          objective: 'free',
          endMs: noonMs,
          definition: '0a'.repeat(32),
          evaluatedAtMs: noonMs + 15_123,
          state: 'violated',
          reason: null,
          targetMet: false,
          compliance: 0.9,
          budgetRemaining: -9,
          violationProbability: 0.1 + 0.2,
          firstViolationMs: noonMs + 3 * minuteMs,
          seriesCount: 1,
          violatedCount: 1,
        },
      ]);
    });

    test.each<[string, Partial<ObjectiveVerdict>]>([
      ['of which nothing is known', unjudged],
      ['that met its target', { state: 'ok', targetMet: true }],
      ['whose target is not known to be met', { state: 'at-risk', targetMet: null }],
      ['on more series than are told', { seriesCount: 4_294_967_295 }],
    ])('a verdict %s is read back as it was', async (_, fields) => {
      const verdict = sampleVerdict(fields);
      await write(verdict);
      expect(await list()).toEqual([summarizeVerdict(verdict)]);
    });

    test('a verdict that is written again is there once, also within a batch', async () => {
      await write(sampleVerdict(), sampleVerdict());
      await write(sampleVerdict());
      expect(await list()).toEqual([summarizeVerdict(sampleVerdict())]);
    });

    test('the newest come first, in whatever order they were written', async () => {
      await write(...at(2, 0, 3));
      await write(...at(1));
      expect(minutesOf(await list())).toEqual([3, 2, 1, 0]);
    });

    test('a range has the verdicts behind its start, up to its end and with it', async () => {
      await write(...at(0, 1, 2, 3));
      const range = { startMs: noonMs, endMs: noonMs + 2 * minuteMs };
      expect(minutesOf(await list({ range }))).toEqual([2, 1]);
      expect(await list({ range: { startMs: range.endMs, endMs: range.startMs } })).toEqual([]);
    });

    test('of more than are wanted the newest are given', async () => {
      await write(...at(0, 1, 2, 3));
      expect(minutesOf(await list({ limit: 2 }))).toEqual([3, 2]);
    });

    test('verdicts on an objective do not mix with those on others, of its own SLA or of another', async () => {
      const names = [
        { sla: 'disk', objective: 'free' },
        { sla: 'disk', objective: 'idle' },
        { sla: 'disks', objective: 'free' },
      ];
      await write(...names.map((each, seriesCount) => sampleVerdict({ ...each, seriesCount })));
      for (const [seriesCount, each] of names.entries())
        expect(await list(each)).toEqual([summarizeVerdict(sampleVerdict({ ...each, seriesCount }))]);
      expect(await list({ sla: 'none' })).toEqual([]);
    });

    test('objectives whose names differ by case, accents, Unicode form or blanks at an end are several', async () => {
      const names = ['e', 'E', 'é', 'e\u0301', 'e ', ' e', 'e\u00a0', '💾'.repeat(255), '💾'.repeat(254)];
      await write(...names.map((objective, seriesCount) => sampleVerdict({ objective, seriesCount })));
      for (const [seriesCount, objective] of names.entries())
        expect(await list({ objective })).toEqual([
          summarizeVerdict(sampleVerdict({ objective, seriesCount })),
        ]);
    });

    test('pruning deletes what ended before a time, however much it is, and nothing else', async () => {
      const old = Array.from({ length: 1_050 }, (_, minute) => minute);
      await write(...at(...old, 1_050, 1_051));
      expect(await context().store.prune(noonMs + 1_050 * minuteMs)).toBe(old.length);
      expect(minutesOf(await list())).toEqual([1_051, 1_050]);
    });

    test('a cancelled read is rejected as cancelled', async () => {
      const query = { sla: 'disk', objective: 'free', range: all, limit: 1 };
      const read = context().store.listVerdicts(query, { signal: AbortSignal.abort() });
      await expect(read).rejects.toMatchObject({ code: 'cancelled' });
    });
  });
}
