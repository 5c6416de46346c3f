import { ForewarnError } from '@forewarn/core';
import type { AuthenticationProviderArgs } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { translateKafkaError } from '../translate-kafka-error.js';
import { oauthLogin } from './oauth-login.js';
import type { OauthTokens } from './oauth-tokens.js';

/** A broker that answers with these, one a message; both behind their length. */
function brokerThat(...answers: string[]) {
  const messages: string[] = [];
  const saslAuthenticate = (async ({ request, response }) => {
    const sent = await request.encode();
    expect(sent.readInt32BE(0)).toBe(sent.length - 4);
    messages.push(sent.subarray(4).toString());
    const answer = answers.shift();
    if (answer === undefined) throw new Error('SASL_AUTHENTICATION_FAILED');
    const content = Buffer.from(answer);
    const length = Buffer.alloc(4);
    length.writeInt32BE(content.length || -1);
    return response?.parse(await response.decode(Buffer.concat([length, content])));
  }) as AuthenticationProviderArgs['saslAuthenticate'];
  return { messages, saslAuthenticate };
}

const logIn = (
  saslAuthenticate: AuthenticationProviderArgs['saslAuthenticate'],
  token: () => Promise<string>,
) =>
  oauthLogin({ token } as unknown as OauthTokens)({
    saslAuthenticate,
  } as AuthenticationProviderArgs).authenticate();

describe('a log-in by token', () => {
  it('shows the token as RFC 7628 says', async () => {
    const { messages, saslAuthenticate } = brokerThat('');
    await logIn(saslAuthenticate, async () => 'abc');
    expect(messages).toEqual(['n,,\u0001auth=Bearer abc\u0001\u0001']);
  });

  it('that is refused ends the exchange, and tells the status and not the token', async () => {
    const { messages, saslAuthenticate } = brokerThat('{"status":"invalid_token","scope":"kafka"}');
    const thrown = await logIn(saslAuthenticate, async () => 'abc').catch((error: unknown) => error);
    expect(messages).toEqual([expect.stringContaining('abc'), '\u0001']);
    const error = translateKafkaError(thrown, 'a check');
    expect(error).toMatchObject({ code: 'event-log-access-denied', details: { login: true } });
    expect(error.message).toMatch(/does not accept the token of OAUTHBEARER \(invalid_token\)/);
    expect(error.message).not.toContain('abc');
  });

  it('without a token is tried again by kafkajs when that may help, and not otherwise', async () => {
    const { saslAuthenticate } = brokerThat();
    const failing = (code: 'event-log-unavailable' | 'event-log-access-denied') =>
      logIn(saslAuthenticate, async () => {
        throw new ForewarnError(code, 'no token');
      });
    await expect(failing('event-log-unavailable')).rejects.toMatchObject({ retriable: true });
    await expect(failing('event-log-access-denied')).rejects.toMatchObject({ retriable: false });
  });
});
