import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Analysis, analyzeSeries, referenceProfile } from '@forewarn/analysis';
import { encodeSeriesAnalyzed } from '@forewarn/contracts';
import type { NewRecord } from '@forewarn/core';
import type { Store } from '@forewarn/store';
import { createSqliteStore } from '@forewarn/store';
import { afterAll, beforeAll } from 'vitest';

/** The end of the example windows: 2026-01-02T12:00:00Z. */
export const endMs = Date.UTC(2026, 0, 2, 12);

/** An analysis of twenty minutes of a device's free bytes. */
export function analysisOf(device: string, windowEndMs = endMs): Analysis {
  const series = { metric: 'free_bytes', labels: { device } };
  const values = Float64Array.from({ length: 20 }, (_, i) => 100 + Math.sin(i));
  const grid = { startMs: windowEndMs - 19 * 60_000, stepMs: 60_000, values };
  return analyzeSeries({ series, partition: device, grid }, referenceProfile);
}

/** The event of such an analysis. */
export const eventOf = (device: string, windowEndMs = endMs): NewRecord =>
  encodeSeriesAnalyzed(analysisOf(device, windowEndMs));

/** Bytes that are no event, under the headers of one. */
export const undecodable = (key: string): NewRecord => ({
  ...eventOf('x'),
  key,
  value: Uint8Array.of(255, 255, 255),
});

/** An event that contradicts itself: its key names another series. */
export const invalid = (): NewRecord => ({ ...eventOf('x'), key: 'free_bytes{device="y"}' });

/** Where tests keep their files. */
export interface StorageFiles {
  path(name: string): string;
  /** A new, migrated store in a file of its own. */
  openStore(): Promise<Store>;
}

/** Real stores in files, for the tests of one file; they are closed and removed behind the last test. */
export function storageFiles(): StorageFiles {
  const stores: Store[] = [];
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'forewarn-storage-'));
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    rmSync(directory, { recursive: true });
  });
  const path = (name: string) => join(directory, name);
  return {
    path,
    openStore: async () => {
      const store = createSqliteStore({ file: path(`store-${stores.length}.db`) });
      stores.push(store);
      await store.migrate();
      return store;
    },
  };
}

/** The devices of the series that a store has. */
export const storedDevices = async (store: Store): Promise<(string | undefined)[]> =>
  (await store.listSeries({}, { limit: 100 })).items.map(({ series }) => series.labels.device);
