import { ForewarnError } from '@forewarn/core';
import { PrometheusDriver } from 'prometheus-query';
import type { Access } from '../access/create-access.js';
import { fromStatus } from './refusal.js';
import { translateError } from './translate-error.js';

/** One request: a call of the library. */
export interface ExchangeRequest {
  readonly call: (driver: PrometheusDriver) => Promise<unknown>;
  /** Characters of the query: long ones are sent in the request's body, because proxies refuse long URLs. */
  readonly parametersLength: number;
  /** What the library does not send: parameters that only some servers know, and others ignore. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Where a request goes, and within which limits. */
export interface ExchangeOptions {
  /** Without credentials and without a slash at the end. */
  readonly endpoint: string;
  readonly access: Access;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/** What came back: text, and where else to ask if it is a redirect. */
interface Answer {
  /** Who was asked. */
  readonly url: URL;
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
}

const longestInUrl = 2_000;
/** As browsers have it. */
const mostRedirects = 20;

/**
 * Lets the library make one request; returns the body's text. Redirects are followed here, not by the library below, so that each address is given the access that is
 * its own: a redirect to another server takes no credentials along, whichever kind they are. The method stays the same, since a query may be in the body.
 *
 * @throws {ForewarnError} as the port has it
 */
export async function exchange(
  options: ExchangeOptions,
  request: ExchangeRequest,
  signal: AbortSignal,
): Promise<string> {
  const { endpoint } = options;
  let redirected: URL | undefined;
  for (let count = 0; count <= mostRedirects; count += 1) {
    const answer = await send(options, request, redirected, signal);
    const { status, location, text } = answer;
    if (status >= 200 && status < 300) return text;
    if (status < 300 || status >= 400 || location === undefined) {
      throw fromStatus({ status, body: text, target: endpoint, askedOrigin: answer.url.origin });
    }
    redirected = nextTarget(location, answer.url, endpoint);
  }
  throw new ForewarnError(
    'prometheus-unavailable',
    `${endpoint} answers with more than ${mostRedirects} redirects one after another: check its URL`,
    { details: { target: endpoint } },
  );
}

/** Where a redirect leads; a user and password in it are those of whoever wrote it. */
function nextTarget(location: string, base: URL, endpoint: string): URL {
  const target = URL.canParse(location, base.href) ? new URL(location, base) : undefined;
  if (target !== undefined && /^https?:$/.test(target.protocol)) {
    target.username = '';
    target.password = '';
    return target;
  }
  throw new ForewarnError(
    'prometheus-malformed',
    `the answer of ${endpoint} cannot be read: it redirects to what is no address of HTTP`,
    { details: { target: endpoint } },
  );
}

async function send(
  { endpoint, access, timeoutMs, maxAnswerBytes }: ExchangeOptions,
  { call, parametersLength, parameters }: ExchangeRequest,
  redirected: URL | undefined,
  signal: AbortSignal,
): Promise<Answer> {
  let answer: Answer = { url: new URL(endpoint), status: 200, location: undefined, text: '' };
  const { headers, ...way } = access(redirected ?? new URL(endpoint));
  // A driver for each request: the library has no other way to give one its own signal. It holds no connections.
  const driver = new PrometheusDriver({
    endpoint,
    headers: { ...headers },
    timeout: timeoutMs,
    preferPost: parametersLength > longestInUrl,
    requestInterceptor: {
      onFulfilled: (request) =>
        Object.assign(request, {
          ...way,
          signal,
          maxContentLength: maxAnswerBytes,
          maxRedirects: 0,
          validateStatus: () => true,
          transformResponse: (data: unknown) => data,
          params: new URLSearchParams([
            ...new URLSearchParams(request.params),
            ...Object.entries(parameters ?? {}),
          ]),
          ...(redirected && { baseURL: undefined, url: redirected.href, params: undefined }),
        }),
    },
    responseInterceptor: {
      onFulfilled: (response) => {
        const { location } = response.headers;
        answer = {
          url: new URL(response.config.url ?? '', response.config.baseURL ?? endpoint),
          status: response.status,
          location: typeof location === 'string' ? location : undefined,
          text: String(response.data),
        };
        return { ...response, data: nothingToRead };
      },
      onRejected: (error: unknown) => {
        throw translateError(error, endpoint);
      },
    },
  });
  try {
    await call(driver);
  } catch (thrown) {
    throw translateError(thrown, endpoint);
  }
  return answer;
}

/** An answer that every method of the library takes, so that it leaves the reading to us. */
const nothingToRead = {
  status: 'success',
  data: Object.assign([], { resultType: 'matrix', result: [] }),
};
