import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchOf, sampleAnalysis } from '@forewarn/testkit';
import { createRetrieval } from '../../../apps/retrieval/src/create-retrieval.js';
import { loadProtoDescriptors } from '../../../packages/contracts/src/index.js';
import { createEmbeddedEventLog } from '../../../packages/event-log/src/index.js';
import { createGrpcListener } from '../../../packages/grpc/src/index.js';
import { createSqliteStore } from '../../../packages/store/src/index.js';
import { Registry } from '../../../packages/telemetry/src/index.js';

/** A retrieval that runs. */
export interface OpenRetrieval {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts retrieval as the embedded mode wires it, on a store with some analyses, at a free port of 127.0.0.1. */
export async function openRetrieval(): Promise<OpenRetrieval> {
  const directory = mkdtempSync(join(tmpdir(), 'forewarn-fuzz-'));
  const store = createSqliteStore({ file: join(directory, 'store.db') });
  const eventLog = createEmbeddedEventLog({ file: join(directory, 'events.db') });
  const registry = new Registry();
  const { services, grpc } = createRetrieval({
    store,
    eventLog,
    registry,
    topic: 'prometheusdata',
    topicPartitions: 1,
  });
  const listener = createGrpcListener({
    host: '127.0.0.1',
    port: 0,
    services: grpc,
    descriptors: loadProtoDescriptors(),
    registry,
    drainDeadlineMs: 1_000,
  });
  const parts = [...services, listener];
  for (const part of parts) await part.start(AbortSignal.timeout(30_000));
  const devices = ['sda', 'sdb', 'é "x"\\'];
  await store.writeBatch(batchOf(devices.map((device) => sampleAnalysis({ device }))));
  return {
    port: listener.port,
    async close() {
      for (const part of parts.toReversed()) await part.stop();
      await eventLog.close();
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}
