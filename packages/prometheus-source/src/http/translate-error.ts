import { ForewarnError } from '@forewarn/core';
import { isObject, textOf } from '../range-response/read-envelope.js';
import { rejected, unreadable } from './complaints.js';
import { fromTls } from './tls-failure.js';

/**
 * Translates what prometheus-query (which throws plain objects) and the HTTP library below it throw.
 * Theirs is never kept as the cause: it holds the request with its credentials.
 *
 * @param thrown  anything
 * @param target  where the request went, without credentials
 */
export function translateError(thrown: unknown, target: string): ForewarnError {
  if (thrown instanceof ForewarnError) return thrown;
  if (!isObject(thrown)) return unreadable(target, String(thrown));
  if (isObject(thrown.original)) return translateError(thrown.original, target);
  // What the way to the server says, such as a proxy on it.
  if (thrown.cause instanceof ForewarnError) return thrown.cause;
  const { code } = thrown;
  const message = thrown instanceof Error ? thrown.message : textOf(thrown.error);
  return typeof code === 'string' ? fromConnection(code, message, target) : unreadable(target, message);
}

/** Whether fewer series or a shorter range would have been answered. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof ForewarnError && error.details.tooLarge === true;

const timeoutCodes = new Set(['ECONNABORTED', 'ETIMEDOUT']);

/** Codes of zlib and of Node's HTTP parser: somebody answers, but not as an HTTP server should. */
const damagedCode = /^(?:Z_|HPE_|ERR_CONTENT)/;

function fromConnection(code: string, message: string, target: string): ForewarnError {
  const details = { target, code };
  const text = message || code;
  if (/maxContentLength/.test(message)) {
    return rejected(
      `the answer of ${target} is larger than allowed (${text}): query fewer series or a shorter range`,
      { ...details, tooLarge: true },
    );
  }
  if (timeoutCodes.has(code)) {
    return new ForewarnError('prometheus-timeout', `${target} did not answer in time: ${text}`, { details });
  }
  if (damagedCode.test(code)) return unreadable(target, text);
  const ofTls = fromTls(code, text, details);
  if (ofTls !== undefined) return ofTls;
  // Some servers just hang up on a certificate that they do not accept.
  const questions = target.startsWith('https:')
    ? 'Is the URL right, is it running, and does it accept the certificate of this client, if there is one?'
    : 'Is the URL right, and is it running?';
  return new ForewarnError(
    'prometheus-unavailable',
    `cannot reach Prometheus at ${target}: ${text}. ${questions}`,
    { details },
  );
}
