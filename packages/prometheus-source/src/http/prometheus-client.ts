import { type CallOptions, type ConcurrencyLimit, ForewarnError, withDeadline } from '@forewarn/core';
import { PrometheusDriver } from 'prometheus-query';
import {
  type Complain,
  complainAbout,
  type ResponseOrigin,
  readEnvelope,
} from '../range-response/read-envelope.js';
import { isNearHost } from './is-near-host.js';
import type { PrometheusAddress } from './prometheus-address.js';
import type { RemarkLog } from './remark-log.js';
import { translateError } from './translate-error.js';

/** Limits of every request. */
export interface ClientOptions {
  readonly address: PrometheusAddress;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly limit: ConcurrencyLimit;
  readonly log: RemarkLog;
}

/** One request: a call of the library, and a reader of the body that answers it. */
interface ClientRequest<T> {
  readonly call: (driver: PrometheusDriver) => Promise<unknown>;
  /** Characters of the query: long ones are sent in the request's body, because proxies refuse long URLs. */
  readonly parametersLength: number;
  readonly read: (body: unknown, origin: ResponseOrigin) => T;
  /** What the library does not send: parameters that only some servers know, and others ignore. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Longest time for this one, where it has less than others. */
  readonly timeoutMs?: number;
}

const longestInUrl = 2_000;

/** Sends one request; throws `ForewarnError`s only. */
export type PrometheusClient = <T>(request: ClientRequest<T>, options?: CallOptions) => Promise<T>;

/**
 * prometheus-query with what it lacks: cancellation, a limit to the answer's size, errors that are errors, and strict
 * reading. The library builds and sends the requests; its interceptors hand the answers' text to our reader, because it
 * makes two objects of every sample and numbers of what are none ("12abc" is 12).
 */
export function createPrometheusClient(options: ClientOptions): PrometheusClient {
  const { address, limit, log } = options;
  const target = address.endpoint;
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

/** Lets the library make one request; returns the body's text. */
async function exchange(
  { address, timeoutMs, maxAnswerBytes }: ClientOptions,
  { call, parametersLength, parameters }: Omit<ClientRequest<unknown>, 'read'>,
  signal: AbortSignal,
): Promise<string> {
  let text: string | undefined;
  // A driver for each request: the library has no other way to give one its own signal. It holds no connections.
  const driver = new PrometheusDriver({
    endpoint: address.endpoint,
    headers: { ...address.headers },
    timeout: timeoutMs,
    preferPost: parametersLength > longestInUrl,
    requestInterceptor: {
      onFulfilled: (request) =>
        Object.assign(request, {
          signal,
          maxContentLength: maxAnswerBytes,
          // The HTTP library follows http_proxy, https_proxy and NO_PROXY for what is further away.
          ...(isNearHost(new URL(address.endpoint).hostname) && { proxy: false }),
          transformResponse: (data: unknown) => data,
          params: new URLSearchParams([
            ...new URLSearchParams(request.params),
            ...Object.entries(parameters ?? {}),
          ]),
        }),
    },
    responseInterceptor: {
      onFulfilled: (response) => {
        text = String(response.data);
        return { ...response, data: nothingToRead };
      },
      onRejected: (error: unknown) => {
        throw translateError(error, address.endpoint);
      },
    },
  });
  try {
    await call(driver);
  } catch (thrown) {
    throw translateError(thrown, address.endpoint);
  }
  return text ?? '';
}

/** An answer that every method of the library takes, so that it leaves the reading to us. */
const nothingToRead = {
  status: 'success',
  data: Object.assign([], { resultType: 'matrix', result: [] }),
};

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
