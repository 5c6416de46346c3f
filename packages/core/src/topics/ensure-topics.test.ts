import { expect, it } from 'vitest';
import type { CallOptions } from '../ports/call-options.js';
import type { TopicSpec } from '../ports/event-log.js';
import { ensureTopics } from './ensure-topics.js';

it('asks for all topics at once, each with its own settings or those of the deployment', async () => {
  const asked: [readonly TopicSpec[], CallOptions | undefined][] = [];
  const eventLog = {
    ensureTopics: async (topics: readonly TopicSpec[], options?: CallOptions) =>
      void asked.push([topics, options]),
  };
  const own = { name: (namespace: string) => `${namespace}.mine`, partitions: 1, retentionMs: 5_000 };
  const plain = { name: () => 'plain' };
  const table = { name: () => 'table', compacted: true };
  const options = { signal: new AbortController().signal };
  await ensureTopics(eventLog, [own, plain, table], { namespace: 'run', partitions: 7 }, options);
  expect(asked).toEqual([
    [
      [
        { name: 'run.mine', partitions: 1, retentionMs: 5_000 },
        { name: 'plain', partitions: 7 },
        { name: 'table', partitions: 7, compacted: true },
      ],
      options,
    ],
  ]);
});
