import { ForewarnError } from '@forewarn/core';
import type { KafkaOauth } from './kafka-security.js';

/** A bearer token. */
export interface Token {
  readonly value: string;
  /** How long it is good, from when it was asked for. */
  readonly lifetimeMs: number;
}

const timeoutMs = 5_000;
const longestAnswerBytes = 64 * 1024;
/** Of a token whose server does not say how long it lives. */
const unsaidLifetimeS = 60;

/**
 * Asks for a token by client credentials, with HTTP Basic. No redirect is followed: the secret is for one server.
 *
 * @throws  {ForewarnError} `event-log-access-denied` when the server refuses the client; `event-log-unavailable` when it is away, or what it says is no
 *          token; never with the secret or the token in the message
 * @source  RFC 6749, sections 2.3.1 and 4.4
 */
export async function fetchToken(client: KafkaOauth, ask: typeof fetch = fetch): Promise<Token> {
  const where = placeOf(client);
  try {
    const response = await ask(client.tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${basicOf(client)}`, accept: 'application/json' },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...scopeOf(client) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = parse(await readText(response));
    if (!response.ok) throw refusal(response.status, answer, where);
    return tokenOf(answer, where);
  } catch (thrown) {
    if (thrown instanceof ForewarnError) throw thrown;
    throw unavailable(where, reasonOf(thrown), thrown);
  }
}

/** Without what a query may hold. */
function placeOf({ tokenUrl }: KafkaOauth): string {
  const { origin, pathname } = new URL(tokenUrl);
  return origin + pathname;
}

const basicOf = ({ clientId, clientSecret }: KafkaOauth): string =>
  Buffer.from([clientId, clientSecret].map(formEncoded).join(':')).toString('base64');

const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

const scopeOf = ({ scope }: KafkaOauth) => (scope === undefined ? {} : { scope });

async function readText(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > longestAnswerBytes) throw new Error(`its answer has more than ${longestAnswerBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Of what the server says only its code of the error: a description may repeat what was sent. */
function refusal(status: number, { error }: Readonly<Record<string, unknown>>, where: string): ForewarnError {
  const code = typeof error === 'string' && /^[a-z_]{1,60}$/.test(error) ? `, ${error}` : '';
  if (status === 408 || status === 429 || status >= 500)
    return unavailable(where, `it answers with status ${status}${code}`);
  const message = `the token server ${where} refuses this client (status ${status}${code}); check the token URL, the client's id and secret, and the scope`;
  return new ForewarnError('event-log-access-denied', message, { details: { status, login: true } });
}

function tokenOf(answer: Readonly<Record<string, unknown>>, where: string): Token {
  const { access_token: value, expires_in: lifetime = unsaidLifetimeS } = answer;
  // What a header of SASL can carry: RFC 6750, section 2.1.
  if (typeof value !== 'string' || !/^[A-Za-z0-9._~+/-]+=*$/.test(value))
    throw unavailable(where, 'its answer holds no access_token');
  const seconds = Number(lifetime);
  if (!(seconds > 0)) throw unavailable(where, 'its token has expired already, as expires_in says');
  return { value, lifetimeMs: seconds * 1_000 };
}

const reasonOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return 'unknown error';
  if (thrown.name === 'TimeoutError') return `it did not answer within ${timeoutMs} ms`;
  return thrown.cause instanceof Error ? thrown.cause.message : thrown.message;
};

const unavailable = (where: string, why: string, cause?: unknown): ForewarnError =>
  new ForewarnError(
    'event-log-unavailable',
    `the token server ${where} gives no token for Kafka: ${why}; check that it runs and can be reached`,
    { cause },
  );
