import { ForewarnError } from '@forewarn/core';
import { proxyDenied } from '../access/tunnel.js';
import { isObject, textOf } from '../range-response/read-envelope.js';
import { rejected, unreadable } from './complaints.js';

/** An answer that is no success. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
  /** Where Prometheus is, without credentials. */
  readonly target: string;
  /** Who answered: another server, where Prometheus redirects to one. */
  readonly askedOrigin: string;
}

/** What a status other than of success means, by what Prometheus, a relative of it or somebody between says with it. */
export function fromStatus(refusal: Refusal): ForewarnError {
  const { status, body, target } = refusal;
  const { errorType, error } = readApiError(body);
  const details = { target, status, ...(errorType === undefined ? {} : { errorType }) };
  const said = error === undefined ? `HTTP status ${status}` : `${errorType ?? status}: ${error}`;
  if (status === 401 || status === 403) return denied(refusal, said, details);
  if (status === 407) return proxyDenied('on the way', details);
  if (status === 504 || status === 408 || errorType === 'timeout') {
    return new ForewarnError('prometheus-timeout', `${target} gave up the query: ${said}`, { details });
  }
  if (status >= 500 || status === 429) {
    return new ForewarnError('prometheus-unavailable', `${target} cannot answer just now: ${said}`, {
      details,
    });
  }
  if (error === undefined) {
    const problem = `HTTP status ${status} without an error of Prometheus: check the path in its URL`;
    return unreadable(target, problem, details);
  }
  const told = `Prometheus refuses the query: ${said}`;
  const message = `${target} refused the query: ${said}`;
  return rejected(message, { ...details, tooLarge: isSizeRefusal(error) }, told);
}

/** Of a kind that is tried again: a token may be replaced, and who is refused one query may ask others. */
function denied(
  { status, target, askedOrigin }: Refusal,
  said: string,
  details: ForewarnError['details'],
): ForewarnError {
  const isElsewhere = askedOrigin !== new URL(target).origin;
  const advice = isElsewhere
    ? `it redirects to ${askedOrigin}, which is told no password: if that is right, name it in PROMETHEUS_URL`
    : adviceOf[status === 401 ? 401 : 403];
  return new ForewarnError('prometheus-access-denied', `${target} refuses access (${said}): ${advice}`, {
    details,
  });
}

const adviceOf = {
  401: 'check PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD, PROMETHEUS_TOKEN_FILE, PROMETHEUS_HEADERS, or the user and password in PROMETHEUS_URL',
  403: 'look what the user, the token or the tenant may ask there, and which of them PROMETHEUS_USERNAME, PROMETHEUS_TOKEN_FILE or PROMETHEUS_HEADERS names',
};

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
