import { ForewarnError } from '@forewarn/core';
import kafkajs, { type AuthenticationProviderArgs } from 'kafkajs';
import type { OauthTokens } from './oauth-tokens.js';

const separator = '\u0001';

/** Bytes of the length that stands before what SASL carries in Kafka. */
const lengthBytes = 4;

const framed = (text: string): Buffer => {
  const content = Buffer.from(text);
  const length = Buffer.alloc(lengthBytes);
  length.writeInt32BE(content.length);
  return Buffer.concat([length, content]);
};

/** What a broker said beside that it took the message: nothing, or why it does not accept the token. */
const reply = {
  decode: (bytes: Buffer): Buffer => bytes,
  parse: (bytes: Buffer): string => statusOf(bytes),
};

/**
 * Logs in with a bearer token, in place of kafkajs' own way: that one does not look at the broker's answer, and takes a token that was refused for one that
 * was accepted, until the connection breaks.
 *
 * @source  RFC 7628, section 3.2.3: a refusal is a document, to which the client answers with a single separator before it is told that it failed
 */
export const oauthLogin =
  (tokens: OauthTokens) =>
  ({ saslAuthenticate }: AuthenticationProviderArgs) => ({
    async authenticate(): Promise<void> {
      const value = await tokens.token().catch(rethrow);
      const message = `n,,${separator}auth=Bearer ${value}${separator}${separator}`;
      const request = (text: string) => ({ encode: () => framed(text) });
      const status = await saslAuthenticate({ request: request(message), response: reply });
      if (!status) return;
      await saslAuthenticate({ request: request(separator), response: reply }).catch(() => {});
      rethrow(refused(status));
    },
  });

/** Of the document of a refusal only its status. @returns  empty when nothing was refused */
function statusOf(bytes: Buffer): string {
  if (bytes.length <= lengthBytes) return '';
  return /"status"\s*:\s*"([a-z_]{1,60})"/.exec(bytes.toString('utf8'))?.[1] ?? 'no reason given';
}

const refused = (status: string): ForewarnError =>
  new ForewarnError(
    'event-log-access-denied',
    `Kafka does not accept the token of OAUTHBEARER (${status}); check what the brokers expect of it: issuer, audience, scope`,
    { details: { login: true } },
  );

/** kafkajs tries again what is not an error of its own that says otherwise. */
function rethrow(thrown: unknown): never {
  const cause = ForewarnError.from(thrown);
  const { message, retryable: retriable } = cause;
  throw Object.assign(new kafkajs.KafkaJSError(message, { retriable }), { cause });
}
