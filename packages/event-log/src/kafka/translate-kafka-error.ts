import { ForewarnError } from '@forewarn/core';
import kafkajs from 'kafkajs';
import { refusalOf } from './kafka-refusals.js';

/**
 * Translates what kafkajs throws, which wraps the cause once a retry layer: what no retry can mend becomes
 * `event-log-rejected`, what this process may not do `event-log-access-denied`, defects of a program stay `internal`, and all else, from a
 * closed connection to a coordinator that loads, is `event-log-unavailable`.
 *
 * @param what  what was tried, for people: `appending to prometheusdata`
 */
export function translateKafkaError(thrown: unknown, what: string): ForewarnError {
  if (thrown instanceof ForewarnError) return thrown;
  const chain = causesOf(thrown);
  const told = chain.find(({ thrown: cause }) => cause instanceof ForewarnError)?.thrown;
  if (told instanceof ForewarnError) return told;
  for (const cause of chain) {
    const refusal = refusalOf(cause);
    if (refusal) return refused(refusal, cause, what, thrown);
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
  const message = `Kafka is not available for ${what}: ${root.message}; check that the brokers run and can be reached${closedHint(root)}`;
  return new ForewarnError('event-log-unavailable', message, { details, cause: thrown });
}

function refused(
  { reason, code, login }: NonNullable<ReturnType<typeof refusalOf>>,
  { type, code: tlsCode, name, broker }: Cause,
  what: string,
  cause: unknown,
): ForewarnError {
  const kafkaError = type ?? (name === 'KafkaJSConnectionError' && tlsCode ? tlsCode : name);
  const details = { kafkaError, ...(login && { login }), ...(broker !== undefined && { broker }) };
  const who = broker === undefined ? 'Kafka' : `Kafka at ${broker}`;
  return new ForewarnError(code, `${who} refused ${what}: ${reason}`, { details, cause });
}

/** A broker that expects TLS or SASL, or does not, hangs up without a word. */
const closedHint = ({ name, message, code }: Cause): string =>
  name === 'KafkaJSConnectionClosedError' ||
  code === 'ECONNRESET' ||
  /closed|socket disconnected/i.test(message)
    ? ', and whether they expect TLS or SASL at that port'
    : '';

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

/** Whether Kafka does not let this process in, or not do what it wants to. */
export const isRefusal = (thrown: unknown): boolean =>
  causesOf(thrown).some(
    (cause) => cause.thrown instanceof ForewarnError || refusalOf(cause)?.code === 'event-log-access-denied',
  );

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
  readonly thrown: Error;
  readonly name: string;
  readonly message: string;
  readonly type: string | undefined;
  readonly code: string | undefined;
  readonly broker: string | undefined;
}

/** The error and its causes, outermost first. An aggregate counts with the errors that it holds. */
function causesOf(thrown: unknown, depth = 0): Cause[] {
  if (!(thrown instanceof Error) || depth > 10) return [];
  const type = 'type' in thrown && typeof thrown.type === 'string' ? thrown.type : undefined;
  const inner: unknown[] =
    'errors' in thrown && Array.isArray(thrown.errors) ? thrown.errors : [thrown.cause];
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const broker = 'broker' in thrown && typeof thrown.broker === 'string' ? thrown.broker : undefined;
  const own = { thrown, name: thrown.name, message: thrown.message, type, code, broker };
  return [own, ...inner.flatMap((cause) => causesOf(cause, depth + 1))];
}
