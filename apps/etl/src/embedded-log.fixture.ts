import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventLog } from '@forewarn/core';
import { createEmbeddedEventLog } from '@forewarn/event-log';
import { afterAll, beforeAll } from 'vitest';

/**
 * Opens real event logs in files of their own, for the tests of one file; they are closed and removed behind the last test.
 * Batches that fail come again within milliseconds.
 */
export function embeddedLogs(): () => EventLog {
  const logs: EventLog[] = [];
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'forewarn-etl-'));
  });
  afterAll(async () => {
    await Promise.all(logs.map((log) => log.close()));
    rmSync(directory, { recursive: true });
  });
  return () => {
    const file = join(directory, `${logs.length}.db`);
    const log = createEmbeddedEventLog({ file, retry: { firstMs: 1, longestMs: 5 } });
    logs.push(log);
    return log;
  };
}
