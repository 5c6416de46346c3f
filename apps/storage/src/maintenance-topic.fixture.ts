import { EventError } from '@forewarn/contracts';
import type { TopicContract } from '@forewarn/core';

/** A made-up value: somebody worked on a machine. */
export interface Maintenance {
  readonly key: string;
  readonly timeMs: number;
  readonly note: string;
}

/** A made-up topic of another domain, in JSON. */
export const maintenanceTopic: TopicContract<Maintenance> = {
  name: (namespace) => `${namespace}.maintenance`,
  retentionMs: 3_600_000,
  key: ({ key }) => key,
  encode: (value) => ({
    key: value.key,
    value: new TextEncoder().encode(JSON.stringify(value)),
    headers: { 'content-type': 'application/json' },
  }),
  decode: ({ value }) => {
    const text = new TextDecoder().decode(value);
    if (!text.startsWith('{')) throw new EventError('undecodable-event', 'the value is not a JSON object');
    return JSON.parse(text);
  },
};
