import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An identity provider that speaks OpenID Connect, for tests: whoever comes to it is logged in at once. */
export interface TestIdentityProvider {
  readonly issuer: string;
  /** How often its keys were fetched. */
  readonly keyRequests: number;
  /** Signs a token with the newest key, from now on for five minutes unless the claims say otherwise. */
  sign(claims: JWTPayload): Promise<string>;
  /** Signs with a new key from now on. @param isKept whether the keys of before are still published */
  rotate(isKept: boolean): Promise<void>;
  /** Signs from now on with a key that is not among those that it publishes. */
  signWithStranger(): Promise<void>;
  /** Who logs in from now on: what the ID token says. */
  loggedIn(claims: JWTPayload): void;
  /** From now on it answers with an error. */
  breakDown(): void;
  close(): Promise<void>;
}

type SigningKey = Awaited<ReturnType<typeof newKey>>;

async function newKey() {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = randomUUID();
  return { kid, privateKey, published: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
}

/** A login that was begun, by the code that was handed out. */
interface Login {
  readonly challenge: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly clientId: string;
}

/** Starts one on a free port of 127.0.0.1. */
export async function startIdentityProvider(): Promise<TestIdentityProvider> {
  const keys: SigningKey[] = [await newKey()];
  let stranger: SigningKey | undefined;
  const logins = new Map<string, Login>();
  let user: JWTPayload = { sub: 'somebody' };
  let keyRequests = 0;
  let isBroken = false;
  const sign = (claims: JWTPayload) => {
    const { kid, privateKey } = stranger ?? keys.at(-1)!;
    const nowSeconds = Math.floor(Date.now() / 1_000);
    return new SignJWT({ iss: issuer, iat: nowSeconds, exp: nowSeconds + 300, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(privateKey);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    const json = (status: number, body: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (isBroken) return json(500, {});
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['ES256'],
        });
      case '/keys':
        keyRequests += 1;
        return json(200, { keys: keys.map(({ published }) => published) });
      case '/authorize': {
        const code = randomUUID();
        const asked = (name: string) => searchParams.get(name) ?? '';
        if (asked('code_challenge_method') !== 'S256') return json(400, { error: 'invalid_request' });
        logins.set(code, {
          challenge: asked('code_challenge'),
          nonce: asked('nonce'),
          redirectUri: asked('redirect_uri'),
          clientId: asked('client_id'),
        });
        const back = new URL(asked('redirect_uri'));
        back.search = new URLSearchParams({ code, state: asked('state') }).toString();
        return void response.writeHead(302, { location: back.href }).end();
      }
      case '/token': {
        const form = new URLSearchParams(await text(request));
        const code = form.get('code') ?? '';
        const login = logins.get(code);
        logins.delete(code);
        const challenge = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        if (login?.challenge !== challenge || login.redirectUri !== form.get('redirect_uri'))
          return json(400, { error: 'invalid_grant' });
        const idToken = await sign({ aud: login.clientId, nonce: login.nonce, ...user });
        return json(200, { access_token: randomUUID(), token_type: 'Bearer', id_token: idToken });
      }
      default:
        return json(404, {});
    }
  };

  return {
    issuer,
    get keyRequests() {
      return keyRequests;
    },
    sign,
    async rotate(isKept) {
      if (!isKept) keys.length = 0;
      keys.push(await newKey());
    },
    async signWithStranger() {
      stranger = { ...(await newKey()), kid: keys.at(-1)!.kid };
    },
    loggedIn(claims) {
      user = claims;
    },
    breakDown() {
      isBroken = true;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
