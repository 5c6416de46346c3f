import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import type { ServerHandle, ServerOptions } from './native-server.js';
import { type KafkaListener, type KafkaProperties, startKafka } from './start-kafka.js';
import type { TestCertificates } from './test-certificates.js';

/** Who may come in, and by what certificates the broker is known. */
export interface SecureKafkaOptions extends ServerOptions {
  readonly certificates: TestCertificates;
  /** Where the broker's files with a certificate and its key go; exists, and outlives the broker. */
  readonly directory: string;
  /** Passwords by user, for PLAIN and SCRAM alike: letters and digits. */
  readonly users: Readonly<Record<string, string>>;
  /** How long a log-in is good at the listener `reauth`. Default 12 s: kafkajs logs in anew ten seconds before the end. */
  readonly reauthMs?: number;
}

const protocols = {
  tls: 'SSL',
  mtls: 'SSL',
  elsewhere: 'SSL',
  expired: 'SSL',
  sasltls: 'SASL_SSL',
  saslplain: 'SASL_PLAINTEXT',
  reauth: 'SASL_PLAINTEXT',
} as const satisfies Readonly<Record<string, KafkaListener['protocol']>>;

type ListenerName = keyof typeof protocols;

/** A broker whose `address` is plain text and for its administrator; everybody else comes in by a listener. */
export interface SecureKafkaHandle extends ServerHandle {
  /**
   * Addresses: `tls` asks for no certificate, `mtls` for one; `elsewhere` and `expired` show bad ones. `sasltls`, `saslplain` and `reauth` know
   * PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 and OAUTHBEARER, with tokens that are not signed.
   */
  readonly listeners: Readonly<Record<ListenerName, string>>;
}

const SASL_MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'];
const MODULES = 'org.apache.kafka.common.security';
const UNSIGNED_TOKENS = `${MODULES}.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler`;

/**
 * Starts a Kafka broker with TLS, all mechanisms of SASL, and rights: nobody but who comes by the plain listener may do anything until it is granted. Who
 * shows a certificate is the user of its common name.
 *
 * @throws {ServerStartError} when Java or the jars are absent, or the broker does not become ready
 */
export async function startSecureKafka(options: SecureKafkaOptions): Promise<SecureKafkaHandle> {
  const names = Object.keys(protocols) as ListenerName[];
  const listeners = await Promise.all(
    names.map(async (name) => ({
      name: name.toUpperCase(),
      protocol: protocols[name],
      port: await freePort(),
    })),
  );
  const handle = await startKafka({
    ...options,
    listeners,
    extraSettings: { ...rights, ...(await tlsSettings(options)), ...saslSettings(options) },
    formatArguments: Object.entries(options.users).flatMap(scramArguments),
  });
  const addresses = Object.fromEntries(names.map((name, i) => [name, `127.0.0.1:${listeners[i]!.port}`]));
  return Object.assign(handle, { listeners: addresses as Record<ListenerName, string> });
}

/** The broker itself, its controller and the administrator come by plain listeners, as nobody in particular. */
const rights: KafkaProperties = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': false,
  'super.users': 'User:ANONYMOUS',
};

async function tlsSettings({ certificates, directory }: SecureKafkaOptions): Promise<KafkaProperties> {
  const { serverCert, serverKey, elsewhereCert, elsewhereKey, expiredCert, expiredKey } = certificates;
  const own = await keyStore(directory, 'server', serverCert, serverKey);
  const elsewhere = await keyStore(directory, 'elsewhere', elsewhereCert, elsewhereKey);
  const expired = await keyStore(directory, 'expired', expiredCert, expiredKey);
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': own,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': certificates.ca,
    'listener.name.elsewhere.ssl.keystore.location': elsewhere,
    'listener.name.expired.ssl.keystore.location': expired,
    'listener.name.mtls.ssl.client.auth': 'required',
    'ssl.principal.mapping.rules': 'RULE:^CN=([^,]*).*$/$1/,DEFAULT',
  };
}

/** A file with a key and its certificate, as Kafka wants them. @returns its path */
async function keyStore(directory: string, name: string, cert: string, key: string): Promise<string> {
  const path = join(directory, `broker-${name}.pem`);
  await writeFile(path, `${await readFile(key, 'utf8')}${await readFile(cert, 'utf8')}`);
  return path;
}

function saslSettings({ users, reauthMs = 12_000 }: SecureKafkaOptions): KafkaProperties {
  const passwords = Object.entries(users).map(([user, password]) => `user_${user}="${password}"`);
  const logins = {
    'plain.sasl.jaas.config': `${MODULES}.plain.PlainLoginModule required ${passwords.join(' ')};`,
    'scram-sha-256.sasl.jaas.config': `${MODULES}.scram.ScramLoginModule required;`,
    'scram-sha-512.sasl.jaas.config': `${MODULES}.scram.ScramLoginModule required;`,
    'oauthbearer.sasl.jaas.config': `${MODULES}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
    'oauthbearer.sasl.server.callback.handler.class': UNSIGNED_TOKENS,
    'sasl.enabled.mechanisms': SASL_MECHANISMS.join(),
  };
  const withSasl = Object.entries(protocols).filter(([, protocol]) => protocol.startsWith('SASL'));
  const perListener = withSasl.flatMap(([name]) =>
    Object.entries(logins).map(([setting, value]) => [`listener.name.${name}.${setting}`, value] as const),
  );
  const lifetimes = SASL_MECHANISMS.map(
    (mechanism) =>
      [`listener.name.reauth.${mechanism.toLowerCase()}.connections.max.reauth.ms`, reauthMs] as const,
  );
  return Object.fromEntries([...perListener, ...lifetimes]);
}

const scramArguments = ([user, password]: readonly [string, string]): string[] =>
  ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${user},password=${password}]`,
  ]);
