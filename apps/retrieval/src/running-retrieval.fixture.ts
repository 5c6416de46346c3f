import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProtoDescriptors, type RetrievalServiceClient, retrievalClient } from '@forewarn/contracts';
import type { EventLog, LogFields, Logger } from '@forewarn/core';
import { createEmbeddedEventLog } from '@forewarn/event-log';
import { createGrpcListener, type GrpcListenerOptions } from '@forewarn/grpc';
import type { Service } from '@forewarn/lifecycle';
import { Registry } from '@forewarn/telemetry';
import { FakeStore } from '@forewarn/testkit';
import { onTestFinished } from 'vitest';
import { createRetrieval, type RetrievalDeps } from './create-retrieval.js';
import { holdSeries } from './stored-series.fixture.js';

/** A line that was logged. */
interface LoggedLine {
  readonly level: string;
  readonly fields: LogFields;
  readonly message: string;
}

/** A retrieval service that a test talks to. */
export interface RunningRetrieval {
  readonly service: { readonly port: number; stop(): Promise<void> };
  readonly client: RetrievalServiceClient;
  /** Another client, on a connection of its own. */
  readonly connect: () => RetrievalServiceClient;
  readonly store: FakeStore;
  readonly eventLog: EventLog;
  readonly registry: Registry;
  readonly logged: readonly LoggedLine[];
}

/** Starts a service on a free port of 127.0.0.1 with a client; both end with the test. */
export async function startRetrieval(
  changed: Partial<RetrievalDeps & GrpcListenerOptions> = {},
): Promise<RunningRetrieval> {
  const store = new FakeStore();
  holdSeries(store);
  const registry = new Registry();
  const logged: LoggedLine[] = [];
  const eventLog = changed.eventLog ?? temporaryEventLog();
  const shared = { registry, logger: collectingLogger(logged) };
  const topic = { topic: 'prometheusdata', topicPartitions: 2 };
  const { services, grpc } = createRetrieval({ store, ...topic, ...shared, ...changed, eventLog });
  const listener = createGrpcListener({
    host: '127.0.0.1',
    port: 0,
    services: grpc,
    descriptors: loadProtoDescriptors(),
    drainDeadlineMs: 200,
    healthIntervalMs: 10,
    ...shared,
    ...changed,
  });
  const service = await started([...services, listener], () => listener.port);
  const connect = () => connectedClient(service.port);
  return { service, client: connect(), connect, store, eventLog, registry, logged };
}

/** Starts the parts in order; they stop in reverse. */
async function started(parts: readonly Service[], port: () => number): Promise<RunningRetrieval['service']> {
  for (const part of parts) await part.start(new AbortController().signal);
  const stop = async () => {
    for (const part of parts.toReversed()) await part.stop();
  };
  onTestFinished(stop);
  return { port: port(), stop };
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
