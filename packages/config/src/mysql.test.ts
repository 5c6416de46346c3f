import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from './load-settings.js';
import { mysqlAddress, mysqlContradictions, mysqlSettings } from './mysql.js';

let directory: string;
let pem: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'forewarn-mysql-'));
  pem = join(directory, 'some.pem');
  writeFileSync(pem, 'any');
});
afterAll(() => rmSync(directory, { recursive: true }));

const load = (env: Record<string, string>) =>
  mysqlAddress(loadSettings(mysqlSettings, withFiles(env), mysqlContradictions));

/** `pem` stands for the path of a file that is there. */
const withFiles = (env: Record<string, string>) =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value === 'pem' ? pem : value]));

const mistakesOf = (env: Record<string, string>): unknown => {
  try {
    load(env);
  } catch (error) {
    return (error as { details: { mistakes: unknown } }).details.mistakes;
  }
  return 'none';
};

describe('the address of MySQL', () => {
  it('says nothing of TLS unless a setting does', () => {
    expect(load({})).toEqual({
      host: '127.0.0.1',
      port: 3306,
      user: 'forewarn',
      password: '',
      database: 'forewarn',
      tls: undefined,
    });
  });

  it.each(['disabled', 'required', 'verify-ca', 'verify-identity'])(
    'takes %s for how TLS is spoken',
    (mode) => {
      expect(load({ MYSQL_TLS: mode }).tls).toEqual({ mode });
    },
  );

  it('has the files of an authority and of a client certificate', () => {
    const files = { MYSQL_TLS_CA_FILE: 'pem', MYSQL_TLS_CERT_FILE: 'pem', MYSQL_TLS_KEY_FILE: 'pem' };
    expect(load({ MYSQL_TLS: 'verify-identity', ...files }).tls).toEqual({
      mode: 'verify-identity',
      caFile: pem,
      certFile: pem,
      keyFile: pem,
    });
  });
});

describe('settings of TLS to MySQL that contradict each other', () => {
  it.each([
    [
      'another word',
      { MYSQL_TLS: 'on' },
      /^MYSQL_TLS: must be disabled, required, verify-ca or verify-identity$/,
    ],
    [
      'an authority without TLS',
      { MYSQL_TLS_CA_FILE: 'pem' },
      /^MYSQL_TLS_CA_FILE has no effect: .*not disabled/,
    ],
    [
      'an authority that nobody asks',
      { MYSQL_TLS: 'required', MYSQL_TLS_CA_FILE: 'pem' },
      /^MYSQL_TLS_CA_FILE has no effect: .*not required/,
    ],
    [
      'a client certificate without TLS',
      { MYSQL_TLS: 'disabled', MYSQL_TLS_CERT_FILE: 'pem', MYSQL_TLS_KEY_FILE: 'pem' },
      /^MYSQL_TLS_CERT_FILE and MYSQL_TLS_KEY_FILE have no effect/,
    ],
    [
      'a certificate without its key',
      { MYSQL_TLS: 'required', MYSQL_TLS_CERT_FILE: 'pem' },
      /^MYSQL_TLS_KEY_FILE is not set/,
    ],
    [
      'a key without its certificate',
      { MYSQL_TLS: 'required', MYSQL_TLS_KEY_FILE: 'pem' },
      /^MYSQL_TLS_CERT_FILE is not set/,
    ],
    [
      'a file that is not there',
      { MYSQL_TLS: 'verify-ca', MYSQL_TLS_CA_FILE: '/nowhere/ca.pem' },
      /^MYSQL_TLS_CA_FILE: names \/nowhere\/ca.pem, which cannot be read \(ENOENT\)$/,
    ],
  ])('are told: %s', (_, env, mistake) => {
    expect(mistakesOf(env)).toEqual([expect.stringMatching(mistake)]);
  });
});
