import type { SecureKafkaHandle, TestCertificates } from '@forewarn/testkit';
import type { KafkaEventLogOptions } from './kafka/create-kafka-event-log.js';
import type { KafkaPassword } from './kafka/security/kafka-security.js';
import type { TokenServer } from './token-server.fixture.js';

/** How a client comes in. */
export type Security = Pick<KafkaEventLogOptions, 'tls' | 'sasl'>;

/** What a test of a broker with TLS and log-ins has. */
interface SecureKafka {
  readonly kafka: SecureKafkaHandle;
  readonly files: TestCertificates;
  readonly tokens: TokenServer;
}

/** Passwords by user; no message may hold what they begin with. */
export const passwords = { alice: 'hunter2alice', client: 'hunter2client' };

/** A user with a password, over TLS. */
export const byPassword = (
  files: TestCertificates,
  mechanism: KafkaPassword['mechanism'],
  password = passwords.alice,
): Security => ({ tls: { caFile: files.ca }, sasl: { mechanism, username: 'alice', password } });

/** A certificate, over TLS. */
export const byCertificate = (files: TestCertificates): Security => ({
  tls: { caFile: files.ca, certFile: files.clientCert, keyFile: files.clientKey },
});

/** A client and a broker that do not fit each other, and what the client is told. */
export interface Mismatch {
  readonly come: (secure: SecureKafka) => readonly [broker: string, security: Security];
  readonly message: RegExp;
  /** Default `event-log-access-denied`. */
  readonly code?: string;
  readonly tokens?: TokenServer['mode'];
}

const hangsUp = { code: 'event-log-unavailable', message: /whether they expect TLS or SASL at that port/ };
const wrongPassword = (mechanism: KafkaPassword['mechanism']): Mismatch => ({
  come: ({ kafka, files }) => [kafka.listeners.sasltls, byPassword(files, mechanism, 'hunter2wrong')],
  message: /does not accept the credentials; check user, password and mechanism/,
});
const byToken = ({ kafka, files, tokens }: SecureKafka): [string, Security] => [
  kafka.listeners.sasltls,
  { tls: { caFile: files.ca }, sasl: tokens.client },
];

/** Each mistake of a client or a broker by itself. */
export const mismatches: Readonly<Record<string, Mismatch>> = {
  'a wrong password by PLAIN': wrongPassword('PLAIN'),
  'a wrong password by SCRAM-SHA-256': wrongPassword('SCRAM-SHA-256'),
  'a wrong password by SCRAM-SHA-512': wrongPassword('SCRAM-SHA-512'),
  'a token that has expired': {
    tokens: 'expired',
    come: byToken,
    message: /does not accept the token of OAUTHBEARER \(invalid_token\)/,
  },
  'a client that gets no token': {
    tokens: 'refusing',
    come: byToken,
    message: /refuses this client \(status 401, invalid_client\)/,
  },
  'a broker whose authority is not trusted': {
    come: ({ kafka, files }) => [kafka.listeners.tls, { tls: { caFile: files.otherCa } }],
    message: /^Kafka at 127.+no authority that is trusted here vouches for the broker's certificate/,
  },
  'a broker whose authority Node does not know': {
    come: ({ kafka }) => [kafka.listeners.tls, { tls: {} }],
    message: /no authority that is trusted here/,
  },
  'a broker of another name': {
    come: ({ kafka, files }) => [kafka.listeners.elsewhere, { tls: { caFile: files.ca } }],
    message: /the broker's certificate is for other names/,
  },
  "a broker's certificate that has expired": {
    come: ({ kafka, files }) => [kafka.listeners.expired, { tls: { caFile: files.ca } }],
    message: /the broker's certificate has expired/,
  },
  'a client without a certificate where one is asked for': {
    come: ({ kafka, files }) => [kafka.listeners.mtls, { tls: { caFile: files.ca } }],
    message: /does not accept the certificate of this client, or misses it/,
  },
  'a client with a certificate of another authority': {
    come: ({ kafka, files }) => [
      kafka.listeners.mtls,
      { tls: { caFile: files.ca, certFile: files.otherClientCert, keyFile: files.otherClientKey } },
    ],
    message: /does not accept the certificate of this client/,
  },
  'a password where nobody is asked for one': {
    come: ({ kafka, files }) => [kafka.listeners.tls, byPassword(files, 'PLAIN')],
    message: /expects another way to log in/,
  },
  'plain text where TLS is spoken': { come: ({ kafka }) => [kafka.listeners.tls, {}], ...hangsUp },
  'TLS where plain text is spoken': {
    come: ({ kafka, files }) => [kafka.address, { tls: { caFile: files.ca } }],
    ...hangsUp,
  },
  'nobody where a log-in is asked for': { come: ({ kafka }) => [kafka.listeners.saslplain, {}], ...hangsUp },
};
