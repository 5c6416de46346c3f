import type { ConsumerPosition, TopicStore } from '@forewarn/core';
import { recordingLogger } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { startOffset } from './start-offset.js';

const position = { group: 'forewarn.storage', topic: 'results', partition: 2 };

/** A store that holds one offset. */
function storeOf(stored: number | undefined) {
  const offsets: { current: number | undefined } = { current: stored };
  const store: Pick<TopicStore<never>, 'nextOffset' | 'resetOffset'> = {
    nextOffset: async (asked: ConsumerPosition) => (asked.partition === 2 ? offsets.current : undefined),
    resetOffset: async (_, nextOffset) => {
      offsets.current = nextOffset;
    },
  };
  return { store, offsets };
}

describe('startOffset', () => {
  it.each<[string, number | undefined, number, [string, RegExp] | undefined]>([
    ['the earliest record where nothing was ever stored', undefined, 10, undefined],
    ['the stored offset', 15, 15, undefined],
    ['the stored offset where it is the end', 20, 20, undefined],
    ['the earliest record where it is the stored offset', 10, 10, undefined],
    [
      'the earliest record where those before it expired unread',
      9,
      10,
      ['error', /records expired before they were stored/],
    ],
    ['the earliest record of a topic that was made anew', 21, 10, ['warn', /the topic was made anew/]],
  ])('is %s', async (_, stored, expected, said) => {
    const logger = recordingLogger();
    const { store } = storeOf(stored);
    expect(await startOffset(store, position, { earliest: 10, end: 20 }, logger)).toBe(expected);
    expect(logger.lines.map(({ level, message }) => [level, message])).toEqual(
      said ? [[said[0], expect.stringMatching(said[1])]] : [],
    );
  });

  it('moves the stored offset back with a topic that was made anew, so that its records are not skipped', async () => {
    const { store, offsets } = storeOf(21);
    await startOffset(store, position, { earliest: 0, end: 3 }, recordingLogger());
    expect(offsets.current).toBe(0);
  });

  it('leaves the stored offset alone otherwise', async () => {
    for (const stored of [undefined, 5, 15]) {
      const { store, offsets } = storeOf(stored);
      await startOffset(store, position, { earliest: 10, end: 20 }, recordingLogger());
      expect(offsets.current).toBe(stored);
    }
  });
});
