import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventLogContract } from '@forewarn/testkit';
import { afterAll, beforeAll } from 'vitest';
import { createEmbeddedEventLog } from './index.js';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'forewarn-event-log-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

eventLogContract('The embedded event log', async () =>
  createEmbeddedEventLog({ file: join(directory, 'events.db'), retry: { firstMs: 2, longestMs: 10 } }),
);
