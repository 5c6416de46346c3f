import type { ClientTls } from '@forewarn/contracts';
import { type CallOptions, ForewarnError } from '@forewarn/core';
import { kindOfStatus, problem } from '@forewarn/http/problem';
import { z } from 'zod';
import { keyHint } from '../settings/own-key.js';
import { tlsProblem } from '../tls/tls-problem.js';
import { type ReceivedAnswer, sendRequest } from './send-request.js';
import { SlaManagerError } from './sla-manager-error.js';

/** How the server is reached. */
export interface HttpOptions {
  /** Such as `http://127.0.0.1:8080`; a path is kept. */
  readonly url: string;
  /** Longest wait for a whole answer, milliseconds. */
  readonly timeoutMs: number;
  /** For an address by https. */
  readonly tls?: ClientTls | undefined;
  /** Shown to a server that asks who calls it. */
  readonly key?: string | undefined;
}

/** What is asked of the server. */
export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Relative to the server's address, without a leading slash. */
  readonly path: string;
  /** Sent as JSON; nothing when absent. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the server answered. */
export interface JsonAnswer<T> {
  readonly document: T;
  /** Which version of the document it is, where the server says so. */
  readonly etag: string | null;
}

/**
 * Sends a request and checks the shape of the answer.
 *
 * @throws {ForewarnError} `sla-manager-unavailable` (away, silent, or something else), the code of a problem document, `cancelled`
 */
export async function requestJson<T extends z.ZodType>(
  { method, path, body: sent, headers }: JsonRequest,
  shape: T,
  { url, timeoutMs, tls, key, signal }: HttpOptions & CallOptions,
): Promise<JsonAnswer<z.output<T>>> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const target = new URL(path, url.endsWith('/') ? url : `${url}/`);
  try {
    const response = await sendRequest(target, {
      method,
      headers: {
        accept: 'application/json',
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent !== undefined && { body: JSON.stringify(sent) }),
      tls,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const body = jsonOf(response);
    if (response.status < 200 || response.status > 299) throw refusal(response, body, url);
    const parsed = shape.safeParse(body);
    if (!parsed.success) throw stranger(url, z.prettifyError(parsed.error));
    return { document: parsed.data, etag: response.headers.etag ?? null };
  } catch (thrown) {
    throw httpError(thrown, url, signal);
  }
}

/** Fetches a JSON document, as {@link requestJson} does. */
export const getJson = async <T extends z.ZodType>(
  path: string,
  shape: T,
  options: HttpOptions & CallOptions,
): Promise<z.output<T>> => (await requestJson({ method: 'GET', path }, shape, options)).document;

function jsonOf({ body }: ReceivedAnswer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Proxies in between answer with less than the server does. */
const shownProblem = z.looseObject({
  ...problem.pick({ code: true, detail: true }).shape,
  title: problem.shape.title.default(''),
});

function refusal({ status, headers }: ReceivedAnswer, body: unknown, url: string): ForewarnError {
  const { location } = headers;
  if (status >= 300 && status < 400 && location !== undefined)
    return stranger(
      url,
      `it sends on to ${location}: if the SLA manager is there, give that address with --url or SLA_URL`,
    );
  const parsed = shownProblem.safeParse(body);
  if (!parsed.success) return stranger(url, `it answered with HTTP status ${status}`);
  const { code, title: meaning, detail } = parsed.data;
  const message =
    status === 401 ? `the SLA manager at ${url} does not let you in: ${detail}; ${keyHint}` : detail;
  return new ForewarnError({ code, kind: kindOfStatus(status), meaning }, message, { details: { status } });
}

const stranger = (url: string, why: string): ForewarnError =>
  new SlaManagerError(
    'sla-manager-unavailable',
    `what answers at ${url} is no SLA manager of this version: ${why}`,
    { details: { url } },
  );

/** The one place where errors of HTTP become Forewarn's. */
function httpError(thrown: unknown, url: string, signal: AbortSignal | undefined): ForewarnError {
  if (thrown instanceof ForewarnError) return thrown;
  if (signal?.aborted) return new ForewarnError('cancelled', 'the request was cancelled', { cause: thrown });
  return new SlaManagerError('sla-manager-unavailable', unreachable(thrown, url), {
    details: { url },
    cause: thrown,
  });
}

function unreachable(thrown: unknown, url: string): string {
  const server = `the SLA manager at ${url}`;
  if (thrown instanceof Error && thrown.name === 'TimeoutError')
    return `${server} did not answer in time: try again, or wait longer with --timeout`;
  const { code, message } = wordsOf(thrown);
  const problem = tlsProblem(`${code} ${message}`, {
    isSecure: url.startsWith('https:'),
    secureAddress: url.replace(/^http:/, 'https:'),
    plainAddress: url.replace(/^https:/, 'http:'),
    settings: '--url or SLA_URL',
  });
  if (problem !== undefined) return `${server} cannot be asked: ${problem}`;
  const why = code.startsWith('HPE_') ? 'what listens there does not speak HTTP' : code || message;
  return `${server} cannot be reached (${why}): start it (\`npm start\`, or \`docker compose up\`), or give its address with --url or SLA_URL`;
}

function wordsOf(thrown: unknown): { code: string; message: string } {
  if (!(thrown instanceof Error)) return { code: '', message: String(thrown) };
  return {
    code: 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '',
    message: thrown.message,
  };
}
