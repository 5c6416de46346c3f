import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqlite } from '@forewarn/sql';
import { createAnalysisWriter } from '@forewarn/store';
import { batchOf, sampleAnalysis } from '@forewarn/testkit';
import { expect, it } from 'vitest';
import { maxBatchRecords } from '../../apps/storage/src/topic-storage.js';
import { leastFreeBytes } from '../../packages/sql/src/sqlite/assert-writable-file.js';

it('a disk that counts as one with room has it for a full batch of days in minutes', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'forewarn-room-'));
  const file = path.join(folder, 'store.db');
  const database = openSqlite({ file });
  try {
    const writer = createAnalysisWriter(database);
    await writer.migrate();
    const day = (_: unknown, at: number) => sampleAnalysis({ device: `d${at}`, seed: at, points: 24 * 60 });
    await writer.writeBatch(batchOf(Array.from({ length: maxBatchRecords }, day)));
    const { size } = await stat(`${file}-wal`);
    expect(size).toBeGreaterThan(1_000_000);
    expect(size).toBeLessThan(leastFreeBytes);
  } finally {
    await database.close();
    await rm(folder, { recursive: true });
  }
});
