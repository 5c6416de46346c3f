import { type CallOptions, ForewarnError } from '@forewarn/core';
import { kindOfStatus, problem } from '@forewarn/http/problem';
import { z } from 'zod';
import { SlaManagerError } from './sla-manager-error.js';

/** How the server is reached. */
export interface HttpOptions {
  /** Such as `http://127.0.0.1:8080`; a path is kept. */
  readonly url: string;
  /** Longest wait for a whole answer, milliseconds. */
  readonly timeoutMs: number;
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
  { url, timeoutMs, signal }: HttpOptions & CallOptions,
): Promise<JsonAnswer<z.output<T>>> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const target = new URL(path, url.endsWith('/') ? url : `${url}/`);
  try {
    const response = await fetch(target, {
      method,
      headers: {
        accept: 'application/json',
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent !== undefined && { body: JSON.stringify(sent) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const body = await jsonOf(response);
    if (!response.ok) throw problemError(response.status, body, url);
    const parsed = shape.safeParse(body);
    if (!parsed.success) throw stranger(url, z.prettifyError(parsed.error));
    return { document: parsed.data, etag: response.headers.get('etag') };
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

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Proxies in between answer with less than the server does. */
const shownProblem = z.looseObject({
  ...problem.pick({ code: true, detail: true }).shape,
  title: problem.shape.title.default(''),
});

function problemError(status: number, body: unknown, url: string): ForewarnError {
  const parsed = shownProblem.safeParse(body);
  if (!parsed.success) return stranger(url, `it answered with HTTP status ${status}`);
  const { code, title: meaning, detail } = parsed.data;
  return new ForewarnError({ code, kind: kindOfStatus(status), meaning }, detail, { details: { status } });
}

const stranger = (url: string, why: string): ForewarnError =>
  new SlaManagerError(
    'sla-manager-unavailable',
    `what answers at ${url} is no SLA manager of this version: ${why}`,
    { details: { url } },
  );

/** The one place where errors of fetch become Forewarn's. */
function httpError(thrown: unknown, url: string, signal: AbortSignal | undefined): ForewarnError {
  if (thrown instanceof ForewarnError) return thrown;
  if (signal?.aborted) return new ForewarnError('cancelled', 'the request was cancelled', { cause: thrown });
  const isTimeout = thrown instanceof Error && thrown.name === 'TimeoutError';
  const message = isTimeout
    ? `the SLA manager at ${url} did not answer in time: try again, or wait longer with --timeout`
    : `the SLA manager at ${url} cannot be reached (${causeOf(thrown)}): start it (\`npm start\`, or \`docker compose up\`), ` +
      'or give its address with --url or SLA_URL';
  return new SlaManagerError('sla-manager-unavailable', message, { details: { url }, cause: thrown });
}

/** fetch says "fetch failed"; why stands in the cause, if need be in its code. */
function causeOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return code.startsWith('HPE_') ? 'what listens there does not speak HTTP' : code;
}
