import { ForewarnError } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { kafkaAddress, kafkaSettings } from './groups.js';
import { kafkaContradictions } from './kafka-security.js';
import { loadSettings } from './load-settings.js';

const load = (env: Record<string, string>) => loadSettings(kafkaSettings, env, kafkaContradictions);

function mistakesOf(env: Record<string, string>): unknown {
  try {
    load(env);
    return [];
  } catch (thrown) {
    return ForewarnError.from(thrown).details.mistakes;
  }
}

const scram = {
  KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
  KAFKA_SASL_USERNAME: 'etl',
  KAFKA_SASL_PASSWORD: 'hunter2',
};
const oauth = {
  KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
  KAFKA_OAUTH_TOKEN_URL: 'https://id.example/token',
  KAFKA_OAUTH_CLIENT_ID: 'etl',
  KAFKA_OAUTH_CLIENT_SECRET: 'hunter2',
};

describe('the address of Kafka', () => {
  it('is plain text and nobody, when nothing is set', () => {
    expect(kafkaAddress(load({}))).toEqual({ brokers: ['127.0.0.1:9092'] });
  });

  it('has TLS, with the files that are set', () => {
    expect(kafkaAddress(load({ KAFKA_TLS: 'on' }))).toMatchObject({ tls: {} });
    const files = { KAFKA_TLS_CA_FILE: '/ca', KAFKA_TLS_CERT_FILE: '/cert', KAFKA_TLS_KEY_FILE: '/key' };
    expect(kafkaAddress(load({ KAFKA_TLS: 'on', ...files }))).toMatchObject({
      tls: { caFile: '/ca', certFile: '/cert', keyFile: '/key' },
    });
  });

  it('has a user with a password, or a client with a secret', () => {
    expect(kafkaAddress(load(scram))).toMatchObject({
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'etl', password: 'hunter2' },
    });
    expect(kafkaAddress(load({ ...oauth, KAFKA_OAUTH_SCOPE: 'kafka' }))).toMatchObject({
      sasl: {
        mechanism: 'OAUTHBEARER',
        tokenUrl: 'https://id.example/token',
        clientId: 'etl',
        clientSecret: 'hunter2',
        scope: 'kafka',
      },
    });
  });
});

describe('settings of Kafka that do not fit each other', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'a file without TLS',
      { KAFKA_TLS_CA_FILE: '/ca' },
      ['KAFKA_TLS_CA_FILE is set, but KAFKA_TLS is off: set KAFKA_TLS to on, or leave the file out'],
    ],
    [
      'a certificate without its key',
      { KAFKA_TLS: 'on', KAFKA_TLS_CERT_FILE: '/cert' },
      [
        'KAFKA_TLS_CERT_FILE is set, but KAFKA_TLS_KEY_FILE is not: a certificate and its key belong together, set both',
      ],
    ],
    [
      'a key without its certificate',
      { KAFKA_TLS: 'on', KAFKA_TLS_KEY_FILE: '/key' },
      [
        'KAFKA_TLS_KEY_FILE is set, but KAFKA_TLS_CERT_FILE is not: a certificate and its key belong together, set both',
      ],
    ],
    [
      'a mechanism without a user and a password',
      { KAFKA_SASL_MECHANISM: 'PLAIN' },
      [
        'KAFKA_SASL_MECHANISM is PLAIN, but KAFKA_SASL_USERNAME is not set: set it',
        'KAFKA_SASL_MECHANISM is PLAIN, but KAFKA_SASL_PASSWORD is not set: set it',
      ],
    ],
    [
      'a password without a mechanism',
      { KAFKA_SASL_PASSWORD: 'hunter2' },
      [
        'KAFKA_SASL_PASSWORD is set, but KAFKA_SASL_MECHANISM is not: set it to one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER',
      ],
    ],
    [
      'tokens with another mechanism',
      { ...scram, KAFKA_OAUTH_SCOPE: 'kafka' },
      ['KAFKA_OAUTH_SCOPE is set, but is of no use with KAFKA_SASL_MECHANISM SCRAM-SHA-512: leave it out'],
    ],
    [
      'tokens without their server, and with a password',
      { ...oauth, KAFKA_OAUTH_TOKEN_URL: '', KAFKA_SASL_PASSWORD: 'hunter2' },
      [
        'KAFKA_SASL_MECHANISM is OAUTHBEARER, but KAFKA_OAUTH_TOKEN_URL is not set: set it',
        'KAFKA_SASL_PASSWORD is set, but is of no use with KAFKA_SASL_MECHANISM OAUTHBEARER: leave it out',
      ],
    ],
    [
      'a secret that would be sent over the network in plain text',
      { ...oauth, KAFKA_OAUTH_TOKEN_URL: 'http://id.example/token' },
      [expect.stringMatching(/^KAFKA_OAUTH_TOKEN_URL must begin with https:/) as unknown as string],
    ],
    [
      'a password within the address of the token server',
      { ...oauth, KAFKA_OAUTH_TOKEN_URL: 'https://etl:hunter2@id.example/token' },
      [expect.stringMatching(/^KAFKA_OAUTH_TOKEN_URL must not hold a user/) as unknown as string],
    ],
    [
      'a mechanism that there is not',
      { KAFKA_SASL_MECHANISM: 'GSSAPI' },
      ['KAFKA_SASL_MECHANISM: must be one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER'],
    ],
  ])('are told, without secrets: %s', (_, env, mistakes) => {
    const told = mistakesOf(env);
    expect(told).toEqual(mistakes);
    expect(JSON.stringify(told)).not.toContain('hunter2');
  });

  it('may ask a token server of this machine in plain text', () => {
    expect(mistakesOf({ ...oauth, KAFKA_OAUTH_TOKEN_URL: 'http://127.0.0.1:8080/token' })).toEqual([]);
  });
});
