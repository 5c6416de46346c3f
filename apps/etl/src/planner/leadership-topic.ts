import { EventError } from '@forewarn/contracts';
import { type TopicContract, toRfc3339 } from '@forewarn/core';

/**
 * The topic whose only partition the leader holds. Its records say up to which round all were accounted for, planned or counted as
 * missed: a leader that follows reads the last one, and knows which rounds nobody was there for.
 */
export const leadershipTopic: TopicContract<number> = {
  name: (namespace) => `${namespace}.planner-leadership`,
  partitions: 1,
  key: () => 'settled-round',
  encode: (windowEndMs) => ({
    key: 'settled-round',
    value: new TextEncoder().encode(toRfc3339(windowEndMs)),
    headers: { 'content-type': 'text/plain' },
  }),
  decode({ value }) {
    const text = new TextDecoder().decode(value);
    const windowEndMs = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(windowEndMs))
      throw new EventError('undecodable-event', 'a record of the planners’ topic is not the end of a round');
    return windowEndMs;
  },
};
