import { describe, expect, it, vi } from 'vitest';
import { untilTopicsKnown } from './until-topics-known.js';

/** An error as kafkajs makes it of a broker's answer. */
const protocolError = (type: string): Error =>
  Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type });

/** An admin that fails with these errors, one a call, and answers then. */
const adminThat = (...failures: Error[]) => ({
  fetchTopicMetadata: vi.fn(async () => {
    const failure = failures.shift();
    if (failure) throw failure;
    return { topics: [] };
  }),
});

describe('untilTopicsKnown', () => {
  it('asks again while the broker has not heard of a topic, or of its leader', async () => {
    const admin = adminThat(
      protocolError('UNKNOWN_TOPIC_OR_PARTITION'),
      protocolError('LEADER_NOT_AVAILABLE'),
    );
    await untilTopicsKnown(admin, ['a', 'b'], { timeoutMs: 5_000 });
    expect(admin.fetchTopicMetadata.mock.calls).toEqual(Array(3).fill([{ topics: ['a', 'b'] }]));
  });

  it('does not wait for what no time mends', async () => {
    const failure = protocolError('TOPIC_AUTHORIZATION_FAILED');
    await expect(untilTopicsKnown(adminThat(failure), ['a'], { timeoutMs: 5_000 })).rejects.toMatchObject({
      cause: failure,
    });
  });

  it('takes an answer that was lost for a broker that is away, which the caller bears', async () => {
    const failure = new TypeError("Cannot read properties of null (reading 'topicMetadata')");
    await expect(untilTopicsKnown(adminThat(failure), ['a'], { timeoutMs: 5_000 })).rejects.toMatchObject({
      code: 'event-log-unavailable',
    });
  });

  it('gives up when the time is over', async () => {
    const failure = protocolError('UNKNOWN_TOPIC_OR_PARTITION');
    const admin = adminThat(...Array(100).fill(failure));
    await expect(untilTopicsKnown(admin, ['a'], { timeoutMs: 20 })).rejects.toMatchObject({
      cause: failure,
    });
  });

  it('gives up when nobody wants the answer any more', async () => {
    const failure = protocolError('UNKNOWN_TOPIC_OR_PARTITION');
    const options = { timeoutMs: 5_000, signal: AbortSignal.abort() };
    await expect(untilTopicsKnown(adminThat(failure), ['a'], options)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
