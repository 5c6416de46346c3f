import { once } from 'node:events';
import type { Analysis } from '@forewarn/analysis';
import {
  encodeSeriesAnalyzed,
  type RetrievalServiceClient,
  type Selector,
  type WatchAnalysesResponse,
} from '@forewarn/contracts';
import { type Consumption, type EventLog, ForewarnError } from '@forewarn/core';
import { type ClientReadableStream, type ServiceError, status } from '@grpc/grpc-js';
import { describe, expect, it, vi } from 'vitest';
import { analysis } from '../analysis.fixture.js';
import { startRetrieval } from '../running-retrieval.fixture.js';

const topic = 'prometheusdata';
/** Watches until told that the watch has begun, and collects whom it hears of. */
async function watch(client: RetrievalServiceClient, selector: Selector = {}) {
  const stream = client.watchAnalyses({ selector });
  const heard: (string | undefined)[] = [];
  const error = new Promise<ServiceError>((resolve) => stream.on('error', resolve));
  await Promise.race([once(stream, 'metadata'), error]);
  const listen = () =>
    stream.on('data', (message: WatchAnalysesResponse) =>
      heard.push(message.analysis?.series?.labels?.instance),
    );
  const untilHeard = async (count: number) => {
    while (heard.length < count) await once(stream, 'data');
  };
  return { stream: stream as ClientReadableStream<unknown>, heard, error, listen, untilHeard };
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 4_000 });

const append = (eventLog: EventLog, ...analyses: Analysis[]) =>
  eventLog.append(
    topic,
    analyses.map((one) => encodeSeriesAnalyzed(one)),
  );

describe('WatchAnalyses', () => {
  it('shows every watcher what is analysed from now on and matches its selector', async () => {
    const { client, eventLog } = await startRetrieval();
    await eventLog.ensureTopics([{ name: topic, partitions: 2 }]);
    await append(eventLog, analysis(0));
    const everything = await watch(client);
    const matchers = [{ name: 'instance', operator: 'OPERATOR_MATCHES' as const, value: 'host-[2-9]' }];
    const some = await watch(client, { metric: 'node_load1', partition: 'default', matchers });
    const nothing = await watch(client, { metric: 'another' });
    for (const watcher of [everything, some, nothing]) watcher.listen();
    await append(eventLog, analysis(1), analysis(2), analysis(3));
    await eventually(() => expect([...everything.heard].sort()).toEqual(['host-1', 'host-2', 'host-3']));
    await eventually(() => expect([...some.heard].sort()).toEqual(['host-2', 'host-3']));
    expect(nothing.heard).toEqual([]);
    for (const { stream } of [everything, some, nothing]) stream.cancel();
  });

  it('passes over an event that cannot be decoded, and logs it', async () => {
    const { client, eventLog, logged } = await startRetrieval();
    const { stream, heard, listen } = await watch(client);
    listen();
    const damaged = { ...encodeSeriesAnalyzed(analysis(1)), value: Uint8Array.of(0xff) };
    await eventLog.append(topic, [damaged]);
    await append(eventLog, analysis(1));
    await eventually(() => expect(heard).toEqual(['host-1']));
    expect(logged.filter(({ level }) => level === 'warn')).toMatchObject([
      { fields: { topic, error: { code: 'undecodable-event' } } },
    ]);
    stream.cancel();
  });

  it('evicts a watcher that lags by more than its queue; the others hear everything', async () => {
    const { client, connect, eventLog } = await startRetrieval({ watchQueueLimit: 4 });
    const slow = await watch(connect());
    slow.stream.once('data', () => slow.stream.pause());
    const quick = await watch(client);
    quick.listen();
    // Before the queue fills, 16 messages wait in the stream itself and some in the windows of HTTP/2.
    for (let index = 0; index < 50; index += 1) {
      const heard = quick.untilHeard(index + 1);
      await append(eventLog, analysis(index, 2_000));
      await heard;
    }
    slow.stream.resume();
    const error = await slow.error;
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error.details).toContain('narrow the selector');
    quick.stream.cancel();
  }, 30_000);

  it('reads in a group of its own under the namespace, which leaves nothing behind', async () => {
    const { client, eventLog } = await startRetrieval({ namespace: 'acme' });
    const consume = vi.spyOn(eventLog, 'consume');
    const { stream } = await watch(client);
    expect(consume).toHaveBeenCalledWith(
      expect.objectContaining({
        group: expect.stringMatching(/^acme\.retrieval\.[0-9a-f-]{36}$/),
        ephemeral: true,
      }),
    );
    stream.cancel();
  });

  it('reads the log once for all watchers, and not at all without any', async () => {
    const { client, eventLog } = await startRetrieval();
    const consume = vi.spyOn(eventLog, 'consume');
    const first = await watch(client);
    const second = await watch(client);
    expect(consume).toHaveBeenCalledTimes(1);
    const consumption = (await consume.mock.results[0]?.value) as Consumption;
    first.stream.cancel();
    second.stream.cancel();
    await consumption.ended;
    const third = await watch(client);
    third.listen();
    await append(eventLog, analysis(7));
    await eventually(() => expect(third.heard).toEqual(['host-7']));
    third.stream.cancel();
  });

  it('tells watchers when the event log cannot be reached, and tries again for the next', async () => {
    const { client, eventLog } = await startRetrieval();
    const down = new ForewarnError('event-log-unavailable', 'Kafka at k:9092 does not answer');
    vi.spyOn(eventLog, 'consume').mockRejectedValueOnce(down);
    const failed = await watch(client);
    expect(await failed.error).toMatchObject({
      code: status.UNAVAILABLE,
      details: expect.stringMatching(/^The event log .* cannot be reached/),
    });
    const next = await watch(client);
    next.listen();
    await append(eventLog, analysis(1));
    await eventually(() => expect(next.heard).toEqual(['host-1']));
    next.stream.cancel();
  });

  it('tells watchers when the reading breaks for good', async () => {
    const { client, eventLog } = await startRetrieval();
    let breakOff: (error: Error) => void = () => {};
    vi.spyOn(eventLog, 'consume').mockImplementationOnce(async ({ startOffset, onAssignment }) => {
      onAssignment?.([0]);
      await startOffset?.(0, { earliest: 0, end: 0 });
      const ended = new Promise<void>((_, reject) => {
        breakOff = reject;
      });
      return { ended, progress: async () => [], stop: async () => {} };
    });
    const { error } = await watch(client);
    breakOff(new ForewarnError('event-log-rejected', 'the topic is gone'));
    expect((await error).code).toBe(status.FAILED_PRECONDITION);
  });
});
