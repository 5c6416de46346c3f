import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ForewarnError } from '@forewarn/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { duration, httpUrl, integer, list, port } from './fields.js';
import { kafkaSettings, mysqlSettings, operationsSettings, prometheusSettings } from './groups.js';
import { loadSettings } from './load-settings.js';
import { tlsSettings } from './tls.js';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'forewarn-config-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

/** Writes a secret and returns its path. */
function secretFile(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

/** The mistakes that loading reports; fails the test when there are none. */
function mistakesOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    expect(error.code).toBe('config-invalid');
    const mistakes = error.details.mistakes as readonly string[];
    expect(error.message).toBe(
      ['the settings cannot be used:', ...mistakes.map((line) => `  - ${line}`)].join('\n'),
    );
    return mistakes;
  }
  throw new Error('the settings were accepted');
}

const shape = { SIZE: integer(1, 9), NAME: z.string(), PASSWORD: z.string().default('none') };

describe('loadSettings', () => {
  it('parses what is set and fills in defaults', () => {
    expect(loadSettings(shape, { SIZE: '3', NAME: 'x', OTHER: 'y' })).toEqual({
      SIZE: 3,
      NAME: 'x',
      PASSWORD: 'none',
    });
  });

  it('takes an empty variable for an absent one', () => {
    expect(loadSettings(shape, { SIZE: '3', NAME: 'x', PASSWORD: '', PASSWORD_FILE: '' }).PASSWORD).toBe(
      'none',
    );
    expect(mistakesOf(() => loadSettings(shape, { SIZE: '3', NAME: '' }))).toEqual(['NAME is not set']);
  });

  it('reports every mistake together, in the order of the settings', () => {
    const env = { SIZE: '12', PASSWORD: 'a', PASSWORD_FILE: '/b' };
    expect(mistakesOf(() => loadSettings(shape, env))).toEqual([
      'PASSWORD and PASSWORD_FILE are both set: keep one',
      'SIZE: must be a whole number from 1 to 9',
      'NAME is not set',
    ]);
  });

  it.each([
    ['a line end', 's3cret\n', 's3cret'],
    ['a line end of Windows', 's3cret\r\n', 's3cret'],
    ['no line end', 's3cret', 's3cret'],
    ['a blank that belongs to it', ' s3cret \n', ' s3cret '],
    ['several lines', 'a\nb\n', 'a\nb'],
  ])('reads a secret from a file with %s', (_, content, value) => {
    const env = { SIZE: '3', NAME_FILE: secretFile('name', content) };
    expect(loadSettings(shape, env).NAME).toBe(value);
  });

  it('takes a file that cannot be read for one mistake', () => {
    const path = join(directory, 'absent');
    expect(mistakesOf(() => loadSettings(shape, { SIZE: '3', NAME_FILE: path }))).toEqual([
      `NAME_FILE: ${path} cannot be read (ENOENT)`,
    ]);
    expect(mistakesOf(() => loadSettings(shape, { SIZE: '3', NAME_FILE: directory }))).toEqual([
      `NAME_FILE: ${directory} cannot be read (EISDIR)`,
    ]);
  });

  it('takes an empty file for a mistake, even where there is a default', () => {
    const env = { SIZE: '3', NAME: 'x', PASSWORD_FILE: secretFile('empty', '\n') };
    expect(mistakesOf(() => loadSettings(shape, env))).toEqual([
      `PASSWORD_FILE: ${join(directory, 'empty')} is empty: write the value into it`,
    ]);
  });

  it('asks a rule about settings that are right by themselves, and only then', () => {
    const rule = ({ SIZE, NAME }: { SIZE: number; NAME: string }) =>
      NAME.length > SIZE ? ['NAME is longer than SIZE'] : [];
    expect(mistakesOf(() => loadSettings(shape, { SIZE: '1', NAME: 'xx' }, rule))).toEqual([
      'NAME is longer than SIZE',
    ]);
    expect(mistakesOf(() => loadSettings(shape, { SIZE: '0', NAME: 'xx' }, rule))).toHaveLength(1);
    expect(loadSettings(shape, { SIZE: '2', NAME: 'xx' }, rule).NAME).toBe('xx');
  });

  it.each([
    ['KAFKA_BROKERS', { KAFKA_BROKERS: 'a:1' }, ['a:1']],
    ['KAFKA_BOOTSTRAP_SERVERS', { KAFKA_BOOTSTRAP_SERVERS: 'a:1,b:2' }, ['a:1', 'b:2']],
    ['both, which say the same', { KAFKA_BROKERS: 'a:1', KAFKA_BOOTSTRAP_SERVERS: 'a:1' }, ['a:1']],
    ['one, while the other is empty', { KAFKA_BROKERS: '', KAFKA_BOOTSTRAP_SERVERS: 'a:1' }, ['a:1']],
    ['neither', {}, ['127.0.0.1:9092']],
  ])('finds the brokers in %s', (_, env, brokers) => {
    expect(loadSettings(kafkaSettings, env).KAFKA_BROKERS).toEqual(brokers);
  });

  it('takes MYSQL_DB for MYSQL_DATABASE, also from a file', () => {
    const { MYSQL_DATABASE } = mysqlSettings;
    expect(loadSettings({ MYSQL_DATABASE }, { MYSQL_DB: 'slas' })).toEqual({ MYSQL_DATABASE: 'slas' });
    const env = { MYSQL_DB_FILE: secretFile('database', 'slas\n') };
    expect(loadSettings({ MYSQL_DATABASE }, env)).toEqual({ MYSQL_DATABASE: 'slas' });
  });

  it('takes two names of a setting that say different things for a mistake, and names a wrong one as it was given', () => {
    const both = { KAFKA_BROKERS: 'a:1', KAFKA_BOOTSTRAP_SERVERS: 'b:1' };
    expect(mistakesOf(() => loadSettings(kafkaSettings, both))).toEqual([
      'KAFKA_BROKERS and KAFKA_BOOTSTRAP_SERVERS are both set, and differ: keep one',
    ]);
    expect(mistakesOf(() => loadSettings(kafkaSettings, { KAFKA_BOOTSTRAP_SERVERS: 'a' }))).toEqual([
      'KAFKA_BOOTSTRAP_SERVERS: must be addresses such as kafka-1:9092,kafka-2:9092',
    ]);
  });

  it('never shows a value, whichever kind it should be', () => {
    const secret = 'hunter2 p@ss';
    const all = {
      A: integer(0, 9),
      B: port(),
      C: duration(),
      D: httpUrl(),
      ...kafkaSettings,
      ...prometheusSettings,
      ...operationsSettings(9_000),
      MYSQL_HOST: mysqlSettings.MYSQL_HOST,
      MYSQL_PORT: mysqlSettings.MYSQL_PORT,
    };
    const env = Object.fromEntries(Object.keys(all).map((name) => [name, secret]));
    const mistakes = mistakesOf(() => loadSettings(all, env));
    // Any text is a path.
    const paths = Object.keys(tlsSettings);
    expect(mistakes).toHaveLength(Object.keys(all).length - paths.length);
    expect(mistakes.join('\n')).not.toContain('hunter2');
    const both = mistakesOf(() => loadSettings({ X: list() }, { X: secret, X_FILE: '/run/x' }));
    expect(both.join('\n')).not.toContain('hunter2');
  });
});
