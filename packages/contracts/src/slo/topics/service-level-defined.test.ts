import { parseSelector } from '@forewarn/core';
import type { Definition, Maintenance, Ratio } from '@forewarn/slo';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventHeaders } from '../../encoding/event-headers.js';
import { serviceLevelsTopic } from './service-level-defined.js';

fc.configureGlobal({ seed: 1 });

const { encode, decode } = serviceLevelsTopic;
const sla: Definition = {
  kind: 'sla',
  name: 'shop',
  selectors: ['up', '{"http.server.requests","service.name"=~"a|\\"b"}'].map(parseSelector),
  maintenance: [],
};
const nightly = { cron: '0 2 * * SUN', durationMs: 7_200_000, timeZone: 'Europe/Berlin' };
const once = { startMs: Date.UTC(2026, 0, 2), endMs: Date.UTC(2026, 0, 2, 1, 30, 0, 5) };
const maintained = (...maintenance: Maintenance[]): Definition => ({ ...sla, maintenance });
const indicator: Definition = {
  kind: 'indicator',
  name: 'errors',
  definition: { expression: 'sum(a)\n  / sum(b)' },
};
const ratio: Definition = {
  kind: 'indicator',
  name: 'ratio',
  definition: {
    ratio: {
      counted: 'bad',
      events: parseSelector('requests_total{code=~"5.."}'),
      total: parseSelector('requests_total'),
      by: ['job', 'service.name'],
      idle: 'good',
    },
  },
};
const ratioWith = (fields: object): Definition => ({
  ...ratio,
  definition: { ratio: { ...(ratio.definition as { ratio: Ratio }).ratio, ...fields } },
});

const invalid = (message: string) =>
  expect.objectContaining({ code: 'invalid-event', message: expect.stringContaining(message) });

describe('the topic of definitions', () => {
  it('stands under the namespace, in one partition that is compacted', () => {
    expect(serviceLevelsTopic.name('mine')).toBe('mine.objectives');
    expect(serviceLevelsTopic).toMatchObject({ partitions: 1, compacted: true });
    expect(serviceLevelsTopic.retentionMs).toBeUndefined();
  });

  it.each([
    ['an SLA', sla, 'sla shop'],
    ['an SLA without an objective that can be read', { ...sla, selectors: [] }, 'sla shop'],
    ['an SLA with maintenance', maintained(nightly, once), 'sla shop'],
    ['an expression', indicator, 'indicator errors'],
    ['a ratio of bad events', ratio, 'indicator ratio'],
    ['a ratio of good events', ratioWith({ counted: 'good', by: [], idle: 'no-data' }), 'indicator ratio'],
  ])('gives %s back, under its kind and name', (_, definition, key) => {
    const record = encode(definition);
    expect([record.key, serviceLevelsTopic.key(definition)]).toEqual([key, key]);
    expect(decode(record)).toEqual(definition);
  });

  it('has an SLA without maintenance in the bytes of the version before, so that it is told but once', () => {
    // Made by the program of that version.
    expect(Buffer.from(encode(sla).value).toString('hex')).toBe(
      '0a3c0a0473686f701202757012307b22687474702e7365727665722e7265717565737473222c22736572766963652e6e616d65223d7e22617c5c2262227d',
    );
  });

  it.each([
    ['without a name', { ...indicator, name: '' }, 'name is empty'],
    ['without an expression', { ...indicator, definition: { expression: '' } }, 'expression is empty'],
    ['with events that are no selector', ratioWith({ events: { metric: '', matchers: [] } }), 'ratio.bad '],
    ['with a total that is no selector', ratioWith({ total: { metric: '', matchers: [] } }), 'ratio.total '],
    ['that is idle in another way', ratioWith({ idle: 'bad' }), 'ratio.idle is neither'],
    [
      'with what is no selector',
      { ...sla, selectors: [parseSelector('up'), { metric: '', matchers: [] }] },
      'selectors[1] ',
    ],
    ['whose maintenance is never', maintained(once, { ...nightly, cron: '0 0 30 2 *' }), 'maintenance[1] '],
    [
      'whose clocks nobody knows',
      maintained({ ...nightly, timeZone: 'Mars' }),
      'maintenance[0] has a time zone',
    ],
    ['whose maintenance lasts too long', maintained({ ...nightly, durationMs: 7e8 }), 'maintenance[0] lasts'],
    ['whose maintenance ends at once', maintained({ startMs: 5, endMs: 5 }), 'maintenance[0] ends before'],
    [
      'whose maintenance begins at no time',
      maintained({ startMs: -8e15, endMs: 5 }),
      'maintenance[0] is not',
    ],
    ['with too much maintenance', maintained(...new Array(11).fill(once)), 'maintenance has 11 entries'],
  ])('refuses a definition %s, and names the field', (_, definition, message) => {
    expect(() => decode(encode(definition))).toThrow(invalid(message));
  });

  it('refuses a key that is not that of the content, and a record without any', () => {
    expect(() => decode({ ...encode(sla), key: 'sla other' })).toThrow(invalid('key is not'));
    const empty = {
      value: new Uint8Array(0),
      headers: eventHeaders('forewarn.events.v1.ServiceLevelDefined', 'protobuf'),
    };
    expect(() => decode(empty)).toThrow(invalid('neither that of an SLA nor of an indicator'));
  });

  it('refuses maintenance of a kind that it does not know', () => {
    // Field 1, an SLA: its name, and an empty entry of field 3.
    const value = Uint8Array.of(10, 5, 10, 1, 97, 26, 0);
    expect(() => decode({ ...encode(sla), key: null, value })).toThrow(invalid('maintenance[0] neither'));
  });

  it('refuses other content with a code that says so, whatever the bytes', () => {
    const { headers } = encode(sla);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (value) => {
        try {
          decode({ value, headers });
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: expect.stringMatching(/^(invalid|undecodable)-event$/) });
        }
      }),
    );
    const json = eventHeaders('forewarn.events.v1.ServiceLevelDefined', 'json');
    expect(() => decode({ value: new Uint8Array(0), headers: json })).toThrow(/not JSON/);
  });
});
