import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KafkaOauth } from './kafka/security/kafka-security.js';

/** A server of tokens for one client. What it gives is not signed: for brokers of tests, which do not ask for that. */
export interface TokenServer {
  readonly client: KafkaOauth;
  /** From now on: tokens, tokens that have expired, or no tokens to this client. */
  mode: 'good' | 'expired' | 'refusing';
  stop(): void;
}

/**
 * Starts a server of tokens.
 *
 * @param user       whom the tokens are for
 * @param lifetimeS  how long they are good
 */
export async function startTokenServer(user: string, lifetimeS: number): Promise<TokenServer> {
  const credentials = { clientId: 'forewarn', clientSecret: 'hunter2-of-the-token-server' };
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === `Basic ${basic}` && tokens.mode !== 'refusing';
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    const value = unsignedToken(user, tokens.mode === 'expired' ? -lifetimeS : lifetimeS);
    const refusal = { error: 'invalid_client', error_description: 'hunter2' };
    response.end(JSON.stringify(isKnown ? { access_token: value, expires_in: lifetimeS } : refusal));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  const tokens = {
    client: { mechanism: 'OAUTHBEARER', tokenUrl, ...credentials } as const,
    mode: 'good' as TokenServer['mode'],
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return tokens;
}

/** An unsecured JWS: RFC 7515, appendix A.5. */
function unsignedToken(user: string, lifetimeS: number): string {
  const nowS = Math.floor(Date.now() / 1_000);
  const parts = [{ alg: 'none' }, { sub: user, iat: nowS - 60, exp: nowS + lifetimeS }];
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
}
