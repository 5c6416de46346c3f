/** Why Kafka, or its client, refuses something for good, and what to do about it. */
interface Refusal {
  readonly reason: string;
  readonly code: 'event-log-rejected' | 'event-log-access-denied';
  /** Whether it is who we say that we are that is refused, not what we want to do. */
  readonly login?: true;
}

const rejected = (reason: string): Refusal => ({ reason, code: 'event-log-rejected' });

/** This process is known, and may not do what it wants to. */
const forbidden = (what: string): Refusal => ({
  reason: `this user may not ${what}; grant it, as docs/access-to-servers.md lists for each service`,
  code: 'event-log-access-denied',
});

/** This process and the broker do not accept each other. */
const lockedOut = (reason: string): Refusal => ({ reason, code: 'event-log-access-denied', login: true });

/** Protocol errors that no retry can mend. All others pass, or may. */
const protocolErrors: Readonly<Record<string, Refusal>> = {
  MESSAGE_TOO_LARGE: rejected(
    'a record is over its size limit; make it smaller or raise max.message.bytes of the topic',
  ),
  RECORD_LIST_TOO_LARGE: rejected(
    'records are over its size limit; make them smaller or raise max.message.bytes of the topic',
  ),
  UNKNOWN_TOPIC_OR_PARTITION: rejected('there is no such topic; create it with ensureTopics first'),
  INVALID_TOPIC_EXCEPTION: rejected(
    'the name of the topic is not valid; use letters, digits, dots, hyphens and underscores',
  ),
  INVALID_PARTITIONS: rejected('the number of partitions is not valid; ask for at least one'),
  INVALID_REPLICATION_FACTOR: rejected('there are fewer brokers than replicas asked for; ask for fewer'),
  INVALID_CONFIG: rejected('a setting of the topic is not valid; correct it'),
  INVALID_RECORD: rejected('a record is not valid for the topic; check the settings of the topic'),
  INVALID_TIMESTAMP: rejected('the time of a record is out of the range of the topic; check the clocks'),
  POLICY_VIOLATION: rejected('a policy of the cluster forbids it; ask who runs it'),
  INVALID_SESSION_TIMEOUT: rejected(
    'the session timeout is outside of what the broker allows; change either',
  ),
  INVALID_GROUP_ID: rejected('the name of the group is not valid; choose another'),
  INCONSISTENT_GROUP_PROTOCOL: rejected('other clients use the group in another way; choose another group'),
  GROUP_MAX_SIZE_REACHED: rejected('the group has as many members as the broker allows; start fewer'),
  UNSUPPORTED_VERSION: rejected('its version does not support the request; use Kafka 2.4 or newer'),
  TOPIC_AUTHORIZATION_FAILED: forbidden('do that with the topic'),
  GROUP_AUTHORIZATION_FAILED: forbidden('use the consumer group'),
  CLUSTER_AUTHORIZATION_FAILED: forbidden('do that to the cluster'),
  SASL_AUTHENTICATION_FAILED: lockedOut('it does not accept the credentials; check user and password'),
  UNSUPPORTED_SASL_MECHANISM: lockedOut('it does not know the SASL mechanism; choose one that it has'),
  ILLEGAL_SASL_STATE: lockedOut('it expects another way to log in; check whether it wants SASL at that port'),
};

/** Errors that kafkajs makes itself and that are none of a moment. */
const clientErrors: Readonly<Record<string, Refusal>> = {
  KafkaJSSASLAuthenticationError: lockedOut(
    'it does not accept the credentials; check user, password and mechanism',
  ),
  KafkaJSNotImplemented: rejected('the client does not support what it was sent, such as a compression'),
  KafkaJSUnsupportedMagicByteInMessageSet: rejected('the client cannot read the format of the records'),
};

const untrusted = lockedOut(
  "no authority that is trusted here vouches for the broker's certificate; set the one that does",
);
const unwantedClient = lockedOut(
  'the broker does not accept the certificate of this client, or misses it; check certificate and key',
);

/** What OpenSSL and Node say where the two sides do not accept each other's certificates. */
const tlsErrors: Readonly<Record<string, Refusal>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: lockedOut(
    "the broker's certificate is for other names; name the broker as its certificate does, or have it name this one",
  ),
  CERT_HAS_EXPIRED: lockedOut("the broker's certificate has expired; renew it"),
  CERT_NOT_YET_VALID: lockedOut("the broker's certificate is not valid yet; check the clocks"),
  ERR_SSL_WRONG_VERSION_NUMBER: lockedOut('what answers does not speak TLS; check the port'),
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: unwantedClient,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: unwantedClient,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: unwantedClient,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: unwantedClient,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: unwantedClient,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: unwantedClient,
};

/** Why an error is for good; undefined where it is not, or not known to be. */
export const refusalOf = ({
  type = '',
  name,
  code = '',
}: {
  readonly type: string | undefined;
  readonly name: string;
  readonly code: string | undefined;
}): Refusal | undefined => protocolErrors[type] ?? clientErrors[name] ?? tlsErrors[code];
