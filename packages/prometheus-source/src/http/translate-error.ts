import { ForewarnError } from '@forewarn/core';
import { isObject, textOf } from '../range-response/read-envelope.js';

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
  const { response, code } = thrown;
  if (
    isObject(response) &&
    typeof response.status === 'number' &&
    !(response.status >= 200 && response.status < 300)
  ) {
    return fromStatus(response.status, response.data, target);
  }
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
  return new ForewarnError(
    'prometheus-unavailable',
    `cannot reach Prometheus at ${target}: ${text}. Is the URL right, and is it running?`,
    { details },
  );
}

function fromStatus(status: number, body: unknown, target: string): ForewarnError {
  const { errorType, error } = readApiError(body);
  const details = { target, status, ...(errorType === undefined ? {} : { errorType }) };
  const said = error === undefined ? `HTTP status ${status}` : `${errorType ?? status}: ${error}`;
  if (status === 504 || status === 408 || errorType === 'timeout') {
    return new ForewarnError('prometheus-timeout', `${target} gave up the query: ${said}`, { details });
  }
  if (status >= 500 || status === 429) {
    return new ForewarnError('prometheus-unavailable', `${target} cannot answer just now: ${said}`, {
      details,
    });
  }
  if (error !== undefined) {
    const told = `Prometheus refuses the query: ${said}`;
    return rejected(
      `${target} refused the query: ${said}`,
      { ...details, tooLarge: isSizeRefusal(error) },
      told,
    );
  }
  if (status === 401 || status === 403) {
    return rejected(
      `${target} refuses access (HTTP status ${status}): check the user and password in its URL`,
      details,
    );
  }
  return unreadable(
    target,
    `HTTP status ${status} without an error of Prometheus: check the path in its URL`,
    details,
  );
}

/** The two refusals that a shorter range avoids: too many points a series, too many samples in all. */
const isSizeRefusal = (error: string): boolean => /exceeded maximum resolution|too many samples/.test(error);

const longestError = 500;
/** Those that there are have a dozen characters. */
const longestErrorType = 50;

/** What Prometheus says went wrong, if it is Prometheus that says it. The body comes as text. */
function readApiError(body: unknown): { errorType?: string; error?: string } {
  if (typeof body !== 'string') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    if (!isObject(parsed) || parsed.status !== 'error' || typeof parsed.error !== 'string') return {};
    const errorType = textOf(parsed.errorType).slice(0, longestErrorType);
    return { errorType, error: parsed.error.slice(0, longestError) };
  } catch {
    return {};
  }
}

const rejected = (message: string, details: ForewarnError['details'], told?: string): ForewarnError =>
  new ForewarnError('prometheus-rejected', message, { details, ...(told !== undefined && { told }) });

const unreadable = (target: string, problem: string, details: ForewarnError['details'] = {}): ForewarnError =>
  new ForewarnError('prometheus-malformed', `the answer of ${target} cannot be read: ${problem}`, {
    details: { target, ...details },
  });
