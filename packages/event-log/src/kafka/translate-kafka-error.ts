import { ForewarnError } from '@forewarn/core';
import kafkajs from 'kafkajs';

/** Protocol errors that no retry can mend, and what to do about them. All others pass, or may. */
const rejections: Readonly<Record<string, string>> = {
  MESSAGE_TOO_LARGE:
    'a record is over its size limit; make it smaller or raise max.message.bytes of the topic',
  RECORD_LIST_TOO_LARGE:
    'records are over its size limit; make them smaller or raise max.message.bytes of the topic',
  UNKNOWN_TOPIC_OR_PARTITION: 'there is no such topic; create it with ensureTopics first',
  INVALID_TOPIC_EXCEPTION:
    'the name of the topic is not valid; use letters, digits, dots, hyphens and underscores',
  INVALID_PARTITIONS: 'the number of partitions is not valid; ask for at least one',
  INVALID_REPLICATION_FACTOR: 'there are fewer brokers than replicas asked for; ask for fewer',
  INVALID_CONFIG: 'a setting of the topic is not valid; correct it',
  INVALID_RECORD: 'a record is not valid for the topic; check the settings of the topic',
  INVALID_TIMESTAMP: 'the time of a record is out of the range of the topic; check the clocks',
  POLICY_VIOLATION: 'a policy of the cluster forbids it; ask who runs it',
  INVALID_SESSION_TIMEOUT: 'the session timeout is outside of what the broker allows; change either',
  INVALID_GROUP_ID: 'the name of the group is not valid; choose another',
  INCONSISTENT_GROUP_PROTOCOL: 'other clients use the group in another way; choose another group',
  GROUP_MAX_SIZE_REACHED: 'the group has as many members as the broker allows; start fewer',
  TOPIC_AUTHORIZATION_FAILED: 'this user may not use the topic; grant it',
  GROUP_AUTHORIZATION_FAILED: 'this user may not use the group; grant it',
  CLUSTER_AUTHORIZATION_FAILED: 'this user may not do that to the cluster; grant it',
  SASL_AUTHENTICATION_FAILED: 'it does not accept the credentials; check user and password',
  UNSUPPORTED_SASL_MECHANISM: 'it does not know the SASL mechanism; choose one that it has',
  UNSUPPORTED_VERSION: 'its version does not support the request; use Kafka 2.4 or newer',
};

/** Errors that kafkajs makes itself and that are none of a moment. */
const rejectedNames: Readonly<Record<string, string>> = {
  KafkaJSSASLAuthenticationError: 'it does not accept the credentials; check user, password and mechanism',
  KafkaJSNotImplemented: 'the client does not support what it was sent, such as a compression',
  KafkaJSUnsupportedMagicByteInMessageSet: 'the client cannot read the format of the records',
};

/**
 * Translates what kafkajs throws, which wraps the cause once a retry layer: what no retry can mend becomes
 * `event-log-rejected`, defects of a program stay `internal`, and all else, from a closed connection to a coordinator that
 * loads, is `event-log-unavailable`.
 *
 * @param what  what was tried, for people: `appending to prometheusdata`
 */
export function translateKafkaError(thrown: unknown, what: string): ForewarnError {
  if (thrown instanceof ForewarnError) return thrown;
  const chain = causesOf(thrown);
  for (const { name, type } of chain) {
    const reason = rejections[type ?? ''] ?? rejectedNames[name];
    if (reason === undefined) continue;
    const details = { kafkaError: type ?? name };
    return new ForewarnError('event-log-rejected', `Kafka refused ${what}: ${reason}`, {
      details,
      cause: thrown,
    });
  }
  const root = chain[chain.length - 1];
  if (root?.name === 'KafkaJSNonRetriableError') {
    const details = { kafkaError: root.name };
    return new ForewarnError('event-log-rejected', `kafkajs refused ${what}: ${root.message}`, {
      details,
      cause: thrown,
    });
  }
  if (!root || !chain.some(({ name }) => name.startsWith('KafkaJS'))) return ForewarnError.from(thrown);
  const details = { kafkaError: root.type ?? root.name };
  if (isTripping(root)) {
    const message = `Kafka's client tripped in the middle of ${what}: ${root.name}: ${root.message}; a batch that cannot be read does that, and a broker that goes away in the middle of an answer`;
    return new ForewarnError('event-log-unavailable', message, { details, cause: thrown });
  }
  const message = `Kafka is not available for ${what}: ${root.message}; check that the brokers run and can be reached`;
  return new ForewarnError('event-log-unavailable', message, { details, cause: thrown });
}

/**
 * Like {@link translateKafkaError}, for calls of kafkajs' admin. When no broker answers a metadata request, or the client is
 * disconnected meanwhile, kafkajs goes on with `null` and trips over it, without an error of its own around that.
 */
export const translateAdminError = (thrown: unknown, what: string): ForewarnError =>
  translateKafkaError(thrown instanceof TypeError ? new kafkajs.KafkaJSError(thrown) : thrown, what);

/** Names of errors that tell of what kafkajs has read, not of a connection. It wraps them like any other. */
const trippingNames: ReadonlySet<string> = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'CodecError',
]);

/** zlib's errors have no name of their own. */
const isTripping = ({ name, code }: Cause): boolean =>
  trippingNames.has(name) || code?.startsWith('Z_') === true;

/** Says what a membership has lost, when a group call failed because of a rebalance. */
export const isMembershipLost = (thrown: unknown): boolean =>
  causesOf(thrown).some(({ type }) => type !== undefined && membershipErrors.has(type));

const membershipErrors: ReadonlySet<string> = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
  'FENCED_INSTANCE_ID',
]);

interface Cause {
  readonly name: string;
  readonly message: string;
  readonly type: string | undefined;
  readonly code: string | undefined;
}

/** The error and its causes, outermost first. An aggregate counts with the errors that it holds. */
function causesOf(thrown: unknown, depth = 0): Cause[] {
  if (!(thrown instanceof Error) || depth > 10) return [];
  const type = 'type' in thrown && typeof thrown.type === 'string' ? thrown.type : undefined;
  const inner: unknown[] =
    'errors' in thrown && Array.isArray(thrown.errors) ? thrown.errors : [thrown.cause];
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const own = { name: thrown.name, message: thrown.message, type, code };
  return [own, ...inner.flatMap((cause) => causesOf(cause, depth + 1))];
}
