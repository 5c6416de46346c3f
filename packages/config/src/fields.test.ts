import { defaultProfile, referenceProfile } from '@forewarn/analysis';
import { formatSelector } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  addresses,
  duration,
  host,
  hostNames,
  httpUrl,
  integer,
  list,
  port,
  selectors,
  timeout,
} from './fields.js';
import { analysisSettings, kafkaSettings, operationsSettings } from './groups.js';

/** The parsed value, or the first complaint. */
function read(field: z.ZodType, text: string): unknown {
  const { data, error } = field.safeParse(text);
  return error ? error.issues[0]?.message : data;
}

const range = 'must be a whole number from -5 to 5';
const lapse = 'must be a duration such as 90s, 10m, 1h30m or 7d';
const address = 'must be an address such as http://127.0.0.1:9090';
const brokers = 'must be addresses such as kafka-1:9092,kafka-2:9092';
const names =
  'must be host names without ports, such as forewarn.example.org or .example.org for all below, or * for all';
const name = 'must be made of letters, digits, dots, hyphens and underscores';

describe.each<[string, z.ZodType, [string, unknown][]]>([
  [
    'a whole number',
    integer(-5, 5),
    [
      ['-5', -5],
      ['5', 5],
      ['6', range],
      ['1.5', range],
      ['', range],
      ['1e1', range],
      ['9'.repeat(400), range],
    ],
  ],
  [
    'a port',
    port(),
    [
      ['0', 0],
      ['65535', 65_535],
      ['65536', 'must be a whole number from 0 to 65535'],
      ['-1', 'must be a whole number from 0 to 65535'],
    ],
  ],
  [
    'a host',
    host(),
    [
      ['db-1.example', 'db-1.example'],
      ['::1', '::1'],
      ['db 1', 'must be a host name or an address'],
      ['http://db', 'must be a host name or an address'],
    ],
  ],
  [
    'a duration',
    duration(),
    [
      ['90s', 90_000],
      [' 10m ', 600_000],
      ['90', lapse],
      ['soon', lapse],
    ],
  ],
  [
    'a time to wait',
    timeout(),
    [
      ['1s', 1_000],
      ['7d', 604_800_000],
      ['999ms', expect.stringMatching(/^must be a duration /)],
      ['0s', expect.stringMatching(/^must be a duration /)],
      ['8d', 'must be a duration from 1s to 7d'],
      ['soon', lapse],
    ],
  ],
  [
    'an address of the web',
    httpUrl(),
    [
      ['http://127.0.0.1:9090/prom', 'http://127.0.0.1:9090/prom'],
      ['ftp://x', address],
      ['127.0.0.1:9090', address],
    ],
  ],
  [
    'a list',
    list(),
    [
      ['a', ['a']],
      [' a , b,,c ', ['a', 'b', 'c']],
      [' , ', 'must name at least one, separated by commas'],
    ],
  ],
  [
    'names of hosts',
    hostNames(),
    [
      ['a', ['a']],
      [',Forewarn.example.org,.example.org,', ['Forewarn.example.org', '.example.org']],
      ['sla_manager,*,10.0.0.5,[::1],a.b.', ['sla_manager', '*', '10.0.0.5', '[::1]', 'a.b.']],
      ['a:8080', names],
      ['http://a', names],
      ['*.example.org', names],
      ['..example.org', names],
      ['a b', names],
      ['.', names],
      ['a,-', names],
    ],
  ],
  [
    'brokers',
    addresses(),
    [
      ['a:1,b.c:9092', ['a:1', 'b.c:9092']],
      ['[::1]:9092', ['[::1]:9092']],
      ['kafka', brokers],
      ['http://kafka:9092', brokers],
      ['a:1,b', brokers],
    ],
  ],
  [
    'an analysis profile',
    analysisSettings.ANALYSIS_PROFILE,
    [
      ['default', defaultProfile],
      [' reference ', referenceProfile],
      ['fast', 'unknown profile fast; known: default, reference'],
    ],
  ],
  [
    'a topic',
    kafkaSettings.KAFKA_TOPIC,
    [
      ['a.b-c_d', 'a.b-c_d'],
      ['..', name],
      ['a b', name],
      ['x'.repeat(201), 'must have at most 200 characters'],
    ],
  ],
  [
    'a log level',
    operationsSettings(1).LOG_LEVEL,
    [
      ['debug', 'debug'],
      ['DEBUG', 'must be debug, info, warn or error'],
    ],
  ],
])('a setting that is %s', (_, field, cases) => {
  it.each(cases)('reads "%s"', (text, expected) => {
    expect(read(field, text)).toEqual(expected);
  });
});

describe('a setting that is series selectors', () => {
  const texts = (text: string) => selectors().parse(text).map(formatSelector);

  it('reads several, separated by semicolons', () => {
    expect(texts(' up ; node_load1{job="host"} ;')).toEqual(['up', 'node_load1{job="host"}']);
  });

  it('takes a semicolon between quotes for a part of the value', () => {
    expect(texts('up{a="x;y",b="\\";"};down')).toEqual(['up{a="x;y",b="\\";"}', 'down']);
  });

  it('reads names in quotes, semicolons among them', () => {
    expect(texts('{"http.requests"};{"a;b","service.name"="c;d"};up')).toEqual([
      '{"http.requests"}',
      '{"a;b","service.name"="c;d"}',
      'up',
    ]);
  });

  it.each([
    ['none', ' ; ', /must hold at least one series selector/],
    ['one that is none', 'up;9', /"9" is not a series selector: expected a metric name at character 1/],
    ['a quote that is not closed', 'up{a="x;y', /is not a series selector/],
    ['a pattern that is none', 'up{a=~"("}', /is not a regular expression/],
  ])('refuses %s', (_, text, message) => {
    expect(read(selectors(), text)).toMatch(message);
  });
});
