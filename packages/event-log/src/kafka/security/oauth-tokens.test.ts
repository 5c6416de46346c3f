import { type LogFields, silentLogger } from '@forewarn/core';
import { describe, expect, it, vi } from 'vitest';
import { fetchToken } from './fetch-token.js';
import { OauthTokens } from './oauth-tokens.js';

const client = {
  mechanism: 'OAUTHBEARER',
  tokenUrl: 'https://id.example/token?tenant=1',
  clientId: 'etl one',
  clientSecret: 'hunter2:%',
  scope: 'kafka read',
} as const;

const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const token = (value: string, expiresIn: number | string = 100) =>
  answer({ access_token: value, token_type: 'Bearer', expires_in: expiresIn });

describe('a token', () => {
  it('is asked for with the credentials in the header, and no redirect is followed', async () => {
    const ask = vi.fn<typeof fetch>(async () => token('abc', '300'));
    expect(await fetchToken(client, ask)).toEqual({ value: 'abc', lifetimeMs: 300_000 });
    const [url, { method, headers, body, redirect }] = ask.mock.calls[0] as [string, RequestInit];
    expect({ url, method, redirect }).toEqual({ url: client.tokenUrl, method: 'POST', redirect: 'error' });
    expect(String(body)).toBe('grant_type=client_credentials&scope=kafka+read');
    const { authorization } = headers as { authorization: string };
    // RFC 6749, section 2.3.1: form-encoded first, so that a colon within is none between.
    expect(Buffer.from(authorization.slice('Basic '.length), 'base64').toString()).toBe(
      'etl+one:hunter2%3A%25',
    );
  });

  it.each<[string, () => Promise<Response>, string, RegExp]>([
    [
      'refused',
      async () => answer({ error: 'invalid_client', error_description: 'secret hunter2:% is wrong' }, 401),
      'event-log-access-denied',
      /^the token server https:\/\/id\.example\/token refuses this client \(status 401, invalid_client\)/,
    ],
    ['that cannot be given just now', async () => answer({}, 503), 'event-log-unavailable', /status 503/],
    ['that is none', async () => answer({ token: 'abc' }), 'event-log-unavailable', /no access_token/],
    [
      'that would break out of the message it is sent in',
      async () => token('abc\u0001auth=x'),
      'event-log-unavailable',
      /no access_token/,
    ],
    [
      'behind a page of a proxy',
      async () => new Response('<html>'),
      'event-log-unavailable',
      /no access_token/,
    ],
    ['that has expired', async () => token('abc', 0), 'event-log-unavailable', /has expired/],
    [
      'in an answer without an end',
      async () => new Response('x'.repeat(100_000)),
      'event-log-unavailable',
      /more than 65536 bytes/,
    ],
    [
      'of a server that is away',
      async () => {
        throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') });
      },
      'event-log-unavailable',
      /ECONNREFUSED/,
    ],
  ])('%s is an error that says so, without the secret', async (_, ask, code, message) => {
    const error = await fetchToken(client, ask).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(JSON.stringify([error, (error as Error).message, String((error as Error).cause)])).not.toContain(
      'hunter2',
    );
  });
});

describe('tokens of a client', () => {
  /** @param answers  one a request, the last for ever */
  function tokensThat(...answers: (() => Response)[]) {
    const clock = { nowMs: 0 };
    const warnings: [LogFields, string][] = [];
    const logger = {
      ...silentLogger,
      warn: (fields: LogFields, text: string) => void warnings.push([fields, text]),
    };
    const ask = vi.fn(async () => (answers.length > 1 ? answers.shift()! : answers[0]!)());
    const tokens = new OauthTokens(client, { logger, fetch: ask, nowMs: () => clock.nowMs });
    return { tokens, ask, clock, warnings };
  }

  it('are asked for once, by all who want one at a time, and kept for four fifths of their life', async () => {
    const { tokens, ask, clock } = tokensThat(
      () => token('one'),
      () => token('two'),
    );
    expect(await Promise.all([tokens.token(), tokens.token()])).toEqual(['one', 'one']);
    clock.nowMs = 79_999;
    expect(await tokens.token()).toBe('one');
    expect(ask).toHaveBeenCalledTimes(1);
    clock.nowMs = 80_000;
    expect(await tokens.token()).toBe('two');
  });

  it('are not kept when they live for some seconds only', async () => {
    const { tokens, ask } = tokensThat(() => token('brief', 15));
    await tokens.token();
    await tokens.token();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('are used on while they are good and the server is away, and no longer', async () => {
    const { tokens, clock, warnings } = tokensThat(
      () => token('one'),
      () => answer({}, 503),
    );
    await tokens.token();
    clock.nowMs = 99_999;
    expect(await tokens.token()).toBe('one');
    expect(warnings).toHaveLength(1);
    clock.nowMs = 100_000;
    await expect(tokens.token()).rejects.toMatchObject({ code: 'event-log-unavailable' });
  });

  it('are not used on when the server refuses the client', async () => {
    const { tokens, clock } = tokensThat(
      () => token('one'),
      () => answer({ error: 'invalid_client' }, 401),
    );
    await tokens.token();
    clock.nowMs = 90_000;
    await expect(tokens.token()).rejects.toMatchObject({ code: 'event-log-access-denied' });
  });

  it('are asked for again after a failure', async () => {
    const { tokens } = tokensThat(
      () => answer({}, 500),
      () => token('one'),
    );
    await expect(tokens.token()).rejects.toMatchObject({ code: 'event-log-unavailable' });
    expect(await tokens.token()).toBe('one');
  });
});
