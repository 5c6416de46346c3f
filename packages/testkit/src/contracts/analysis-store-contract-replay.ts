import type { Analysis } from '@forewarn/analysis';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnalysisStore, type AnalysisStoreContext, analysisTables } from './analysis-store.js';
import { batchOf, firstEndMs, position, sampleAnalysis } from './analysis-store-examples.js';
import { dumpTables } from './sql-test-database.js';

const hourMs = 3_600_000;

/** What a store promises about reading the topic again, or otherwise cut. */
export function replayPromises(context: () => AnalysisStoreContext): void {
  describe('replaying', () => {
    test('a replay from offset 0 gives the same tables row for row', async () => {
      const { store, database } = context();
      const log = exampleLog();
      await writeLog(store, log, () => 7);
      const before = await dumpTables(database, analysisTables);
      for (const partition of log.keys()) await store.resetOffset({ ...position, partition }, 0);
      await writeLog(store, log, () => 3);
      expect(await dumpTables(database, analysisTables)).toEqual(before);
    });

    test('however batches are cut and partitions interleave, the tables are the same row for row', async () => {
      const { store, database } = context();
      const log = exampleLog();
      await writeLog(store, log, () => 1_000);
      const expected = await dumpTables(database, analysisTables);
      const cuts = fc.array(fc.tuple(fc.nat(99), fc.integer({ min: 1, max: 9 })), { maxLength: 60 });
      await fc.assert(
        fc.asyncProperty(cuts, async (order) => {
          await emptyTables(context());
          await writeInterleaved(store, log, order);
          expect(await dumpTables(database, analysisTables)).toEqual(expected);
        }),
        { numRuns: 8 },
      );
    });
  });
}

/** Three partitions of analyses: several series and windows each, some out of order, some again. */
const exampleLog = (): readonly (readonly Analysis[])[] =>
  [0, 1, 2].map((partition) =>
    [0, 1, 3, 2, 2, 0].flatMap((hour, seed) =>
      ['a', 'b'].map((letter) => {
        const analysis = sampleAnalysis({
          device: `${letter}${partition}`,
          endMs: firstEndMs + hour * hourMs,
          seed,
        });
        return seed === 4 ? { ...analysis, aggregates: { reason: 'gap', detail: '' } } : analysis;
      }),
    ),
  );

async function writeLog(
  store: AnalysisStore,
  log: readonly (readonly Analysis[])[],
  batchSize: () => number,
): Promise<void> {
  for (const [partition, analyses] of log.entries()) {
    for (let from = 0; from < analyses.length; ) {
      const batch = analyses.slice(from, from + batchSize());
      await store.writeBatch(batchOf(batch, from, { ...position, partition }));
      from += batch.length;
    }
  }
}

async function writeInterleaved(
  store: AnalysisStore,
  log: readonly (readonly Analysis[])[],
  order: readonly (readonly [number, number])[],
): Promise<void> {
  const next = log.map(() => 0);
  const rest = log.map((_, partition) => [partition, 1_000] as const);
  for (const [choice, size] of [...order, ...rest]) {
    const partition = choice % log.length;
    const from = next[partition] ?? 0;
    const batch = (log[partition] ?? []).slice(from, from + size);
    await store.writeBatch(batchOf(batch, from, { ...position, partition }));
    next[partition] = from + batch.length;
  }
}

async function emptyTables({ database }: AnalysisStoreContext): Promise<void> {
  for (const table of Object.keys(await dumpTables(database, analysisTables)))
    await database.execute(`DELETE FROM ${table}`);
}
