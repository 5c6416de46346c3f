import { isLoopback } from '@forewarn/core';
import { z } from 'zod';
import { httpUrl } from './fields.js';

const passwordMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const mechanisms = [...passwordMechanisms, 'OAUTHBEARER'] as const;

const text = () => z.string().default('');

/** How Kafka's brokers know this process, and it them. What is not set is empty. */
export const kafkaSecuritySettings = {
  KAFKA_TLS: z.enum(['on', 'off'], 'must be on or off').default('off'),
  /** PEM files. Without the first, brokers are trusted whom Node trusts; the other two show brokers who this process is. */
  KAFKA_TLS_CA_FILE: text(),
  KAFKA_TLS_CERT_FILE: text(),
  KAFKA_TLS_KEY_FILE: text(),
  KAFKA_SASL_MECHANISM: z.enum(['', ...mechanisms], `must be one of ${mechanisms.join(', ')}`).default(''),
  KAFKA_SASL_USERNAME: text(),
  KAFKA_SASL_PASSWORD: text(),
  /** Where tokens for OAUTHBEARER come from, by the grant of client credentials. */
  KAFKA_OAUTH_TOKEN_URL: z
    .union([z.literal(''), httpUrl()], 'must be an address such as https://id.example/token')
    .default(''),
  KAFKA_OAUTH_CLIENT_ID: text(),
  KAFKA_OAUTH_CLIENT_SECRET: text(),
  KAFKA_OAUTH_SCOPE: text(),
};

type KafkaSecurity = z.output<z.ZodObject<typeof kafkaSecuritySettings>>;
type Name = keyof KafkaSecurity;

const files: readonly Name[] = ['KAFKA_TLS_CA_FILE', 'KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE'];
const ofPasswords: readonly Name[] = ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'];
const neededForTokens: readonly Name[] = [
  'KAFKA_OAUTH_TOKEN_URL',
  'KAFKA_OAUTH_CLIENT_ID',
  'KAFKA_OAUTH_CLIENT_SECRET',
];
const ofTokens: readonly Name[] = [...neededForTokens, 'KAFKA_OAUTH_SCOPE'];

/** What the settings of TLS and SASL must fulfil together: a rule of `loadSettings`. */
export const kafkaContradictions = (settings: KafkaSecurity): readonly string[] => [
  ...tlsContradictions(settings),
  ...saslContradictions(settings),
  ...tokenUrlMistakes(settings.KAFKA_OAUTH_TOKEN_URL),
];

function tlsContradictions(settings: KafkaSecurity): string[] {
  const { KAFKA_TLS: tls, KAFKA_TLS_CERT_FILE: cert, KAFKA_TLS_KEY_FILE: key } = settings;
  if (tls === 'off')
    return present(settings, files).map(
      (name) => `${name} is set, but KAFKA_TLS is off: set KAFKA_TLS to on, or leave the file out`,
    );
  if ((cert === '') === (key === '')) return [];
  const [there, missing] =
    cert === ''
      ? ['KAFKA_TLS_KEY_FILE', 'KAFKA_TLS_CERT_FILE']
      : ['KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE'];
  return [`${there} is set, but ${missing} is not: a certificate and its key belong together, set both`];
}

function saslContradictions(settings: KafkaSecurity): string[] {
  const mechanism = settings.KAFKA_SASL_MECHANISM;
  if (mechanism === '')
    return present(settings, [...ofPasswords, ...ofTokens]).map(
      (name) => `${name} is set, but KAFKA_SASL_MECHANISM is not: set it to one of ${mechanisms.join(', ')}`,
    );
  const [needed, foreign] =
    mechanism === 'OAUTHBEARER' ? [neededForTokens, ofPasswords] : [ofPasswords, ofTokens];
  return [
    ...needed
      .filter((name) => settings[name] === '')
      .map((name) => `KAFKA_SASL_MECHANISM is ${mechanism}, but ${name} is not set: set it`),
    ...present(settings, foreign).map(
      (name) => `${name} is set, but is of no use with KAFKA_SASL_MECHANISM ${mechanism}: leave it out`,
    ),
  ];
}

function tokenUrlMistakes(address: string): string[] {
  if (address === '') return [];
  const { protocol, hostname, username, password } = new URL(address);
  const mistakes: string[] = [];
  if (protocol === 'http:' && !isLoopback(hostname))
    mistakes.push(
      'KAFKA_OAUTH_TOKEN_URL must begin with https://, since the secret is sent there; http:// is for this machine only',
    );
  if (username !== '' || password !== '')
    mistakes.push(
      'KAFKA_OAUTH_TOKEN_URL must not hold a user or a password: set KAFKA_OAUTH_CLIENT_ID and KAFKA_OAUTH_CLIENT_SECRET',
    );
  return mistakes;
}

const present = (settings: KafkaSecurity, names: readonly Name[]): Name[] =>
  names.filter((name) => settings[name] !== '');

/** What the settings say of TLS and of the log-in, as the event log takes it. @param settings  without contradictions */
export const kafkaSecurity = (settings: KafkaSecurity) => ({
  ...(settings.KAFKA_TLS === 'on' && {
    tls: {
      caFile: settings.KAFKA_TLS_CA_FILE || undefined,
      certFile: settings.KAFKA_TLS_CERT_FILE || undefined,
      keyFile: settings.KAFKA_TLS_KEY_FILE || undefined,
    },
  }),
  ...(settings.KAFKA_SASL_MECHANISM !== '' && { sasl: saslOf(settings, settings.KAFKA_SASL_MECHANISM) }),
});

const saslOf = (settings: KafkaSecurity, mechanism: (typeof mechanisms)[number]) =>
  mechanism === 'OAUTHBEARER'
    ? {
        mechanism,
        tokenUrl: settings.KAFKA_OAUTH_TOKEN_URL,
        clientId: settings.KAFKA_OAUTH_CLIENT_ID,
        clientSecret: settings.KAFKA_OAUTH_CLIENT_SECRET,
        scope: settings.KAFKA_OAUTH_SCOPE || undefined,
      }
    : { mechanism, username: settings.KAFKA_SASL_USERNAME, password: settings.KAFKA_SASL_PASSWORD };
