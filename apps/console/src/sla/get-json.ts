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

/**
 * Fetches a JSON document and checks its shape.
 *
 * @param path  relative to the server's address, without a leading slash
 * @throws {ForewarnError} `sla-manager-unavailable` (away, silent, or something else), the code of a problem document, `cancelled`
 */
export async function getJson<T extends z.ZodType>(
  path: string,
  shape: T,
  { url, timeoutMs, signal }: HttpOptions & CallOptions,
): Promise<z.output<T>> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const target = new URL(path, url.endsWith('/') ? url : `${url}/`);
  try {
    const response = await fetch(target, {
      headers: { accept: 'application/json' },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const body = await jsonOf(response);
    if (!response.ok) throw problemError(response.status, body, url);
    const parsed = shape.safeParse(body);
    if (!parsed.success) throw stranger(url, z.prettifyError(parsed.error));
    return parsed.data;
  } catch (thrown) {
    throw httpError(thrown, url, signal);
  }
}

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
