import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RetrievalServiceClient, retrievalClient } from '@forewarn/contracts';
import type { EventLog, LogFields, Logger } from '@forewarn/core';
import { createEmbeddedEventLog } from '@forewarn/event-log';
import { Registry } from '@forewarn/telemetry';
import { onTestFinished } from 'vitest';
import { FakeStore } from './fake-store.fixture.js';
import { createRetrievalService, type RetrievalOptions } from './retrieval-service.js';

/** A line that was logged. */
interface LoggedLine {
  readonly level: string;
  readonly fields: LogFields;
  readonly message: string;
}

/** A retrieval service that a test talks to. */
export interface RunningRetrieval {
  readonly service: ReturnType<typeof createRetrievalService>;
  readonly client: RetrievalServiceClient;
  /** Another client, on a connection of its own. */
  readonly connect: () => RetrievalServiceClient;
  readonly store: FakeStore;
  readonly eventLog: EventLog;
  readonly registry: Registry;
  readonly logged: readonly LoggedLine[];
}

/** Starts a service on a free port of 127.0.0.1 with a client; both end with the test. */
export async function startRetrieval(changed: Partial<RetrievalOptions> = {}): Promise<RunningRetrieval> {
  const store = new FakeStore();
  const registry = new Registry();
  const logged: LoggedLine[] = [];
  const eventLog = changed.eventLog ?? temporaryEventLog();
  const service = createRetrievalService({
    store,
    registry,
    topic: 'prometheusdata',
    topicPartitions: 2,
    host: '127.0.0.1',
    port: 0,
    drainDeadlineMs: 200,
    healthIntervalMs: 10,
    logger: collectingLogger(logged),
    ...changed,
    eventLog,
  });
  await service.start(new AbortController().signal);
  onTestFinished(() => service.stop());
  const connect = () => connectedClient(service.port);
  return { service, client: connect(), connect, store, eventLog, registry, logged };
}

function connectedClient(port: number): RetrievalServiceClient {
  const channelOptions = { 'grpc.use_local_subchannel_pool': 1 };
  const client = retrievalClient(`127.0.0.1:${port}`, { channelOptions });
  onTestFinished(() => client.close());
  return client;
}

function temporaryEventLog(): EventLog {
  const directory = mkdtempSync(join(tmpdir(), 'forewarn-retrieval-'));
  const eventLog = createEmbeddedEventLog({ file: join(directory, 'events.db') });
  onTestFinished(async () => {
    await eventLog.close();
    rmSync(directory, { recursive: true });
  });
  return eventLog;
}

function collectingLogger(lines: LoggedLine[]): Logger {
  const at = (level: string) => (fields: LogFields, message: string) =>
    void lines.push({ level, fields, message });
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => logger,
  };
  return logger;
}
