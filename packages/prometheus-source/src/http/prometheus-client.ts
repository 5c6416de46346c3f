import { type CallOptions, type ConcurrencyLimit, ForewarnError, withDeadline } from '@forewarn/core';
import {
  type Complain,
  complainAbout,
  type ResponseOrigin,
  readEnvelope,
} from '../range-response/read-envelope.js';
import { type ExchangeOptions, type ExchangeRequest, exchange } from './exchange.js';
import type { RemarkLog } from './remark-log.js';

/** Limits of every request. */
export interface ClientOptions extends ExchangeOptions {
  readonly limit: ConcurrencyLimit;
  readonly log: RemarkLog;
}

/** One request: a call of the library, and a reader of the body that answers it. */
interface ClientRequest<T> extends ExchangeRequest {
  readonly read: (body: unknown, origin: ResponseOrigin) => T;
  /** Longest time for this one, where it has less than others. */
  readonly timeoutMs?: number;
}

/** Sends one request; throws `ForewarnError`s only. */
export type PrometheusClient = <T>(request: ClientRequest<T>, options?: CallOptions) => Promise<T>;

/**
 * prometheus-query with what it lacks: cancellation, a limit to the answer's size, errors that are errors, and strict
 * reading. The library builds and sends the requests; its interceptors hand the answers' text to our reader, because it
 * makes two objects of every sample and numbers of what are none ("12abc" is 12).
 */
export function createPrometheusClient(options: ClientOptions): PrometheusClient {
  const { endpoint: target, limit, log } = options;
  const origin: ResponseOrigin = { name: `the answer of ${target}`, code: 'prometheus-malformed' };
  const complain = complainAbout(origin);
  return (request, { signal } = {}) => {
    const task = async (deadline: AbortSignal) => {
      const body = parseJson(await exchange(options, request, deadline), complain);
      const answer = request.read(body, origin);
      log.remarks(readEnvelope(body, complain));
      return answer;
    };
    const timeoutMs = Math.min(options.timeoutMs, request.timeoutMs ?? options.timeoutMs);
    // One timer over connection, redirects and body together: that of the HTTP library stops when the head of the answer arrives.
    const deadline = {
      what: `the request to ${target}`,
      timeoutMs,
      timedOut: () => timedOut(timeoutMs, target),
      signal,
    };
    return limit.run(() => withDeadline(deadline, task), signal);
  };
}

function parseJson(text: string, complain: Complain): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (/^\s*</.test(text)) {
      throw complain('it is a web page: check the URL, and whether a login page stands before Prometheus');
    }
    throw complain(`it is damaged or cut off after ${text.length} characters (${reason(error)})`);
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const timedOut = (timeoutMs: number, target: string): ForewarnError =>
  new ForewarnError(
    'prometheus-timeout',
    `${target} did not answer within ${timeoutMs} ms: allow more time, or query fewer series or a shorter range`,
    { details: { timeoutMs, target } },
  );
