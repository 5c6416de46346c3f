import { AccessError, type Caller, type Clock } from '@forewarn/core';
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientError,
  calculatePKCECodeChallenge,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Sealer } from '../sessions/sealed.js';
import { type IdentityProvider, unavailable } from '../tokens/identity-provider.js';
import { type Claims, nameOf, roleOf, scopeOf } from '../tokens/role-claim.js';
import type { TokenRules } from '../tokens/token-verifier.js';

/** What a browser is told to begin a login: where to go, and what to bring back. */
export interface BegunLogin {
  readonly location: string;
  /** Sealed; for a cookie. */
  readonly state: string;
}

/** Who logged in. */
export interface FinishedLogin {
  readonly caller: Caller;
  /** A path of this server. */
  readonly returnTo: string;
}

/** Logging in at an identity provider: the code flow with PKCE. */
export interface OidcLogin {
  /**
   * @param redirectUri  where the provider sends the browser back to
   * @param returnTo     a path of this server, for afterwards
   */
  begin(redirectUri: string, returnTo: string): Promise<BegunLogin>;
  /**
   * @param url    where the browser was sent back to, with what the provider added
   * @param state  what the browser brought back of the beginning
   * @throws       {AccessError} `credentials-invalid`, `access-denied`; {ProviderError}
   */
  finish(url: URL, state: string | undefined): Promise<FinishedLogin>;
}

/** Longest time between beginning and end: people look for their second factor. */
export const loginMs = 10 * 60_000;

const purpose = 'login';

/** What the beginning leaves for the end. */
interface Begun {
  readonly codeVerifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly returnTo: string;
}

/** Makes it over a provider; who logs in has the role that the claims of the ID token give. */
export function createOidcLogin(
  provider: IdentityProvider,
  rules: Omit<TokenRules, 'audience'>,
  { sealer, clock }: { readonly sealer: Sealer; readonly clock: Clock },
): OidcLogin {
  return {
    async begin(redirectUri, returnTo) {
      const configuration = await provider.configuration();
      const begun: Begun = {
        codeVerifier: randomPKCECodeVerifier(),
        state: randomState(),
        nonce: randomNonce(),
        returnTo: localPath(returnTo),
      };
      const { href } = buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        code_challenge: await calculatePKCECodeChallenge(begun.codeVerifier),
        code_challenge_method: 'S256',
        state: begun.state,
        nonce: begun.nonce,
      });
      return { location: href, state: await sealer.seal(purpose, { ...begun }, clock() + loginMs) };
    },
    async finish(url, state) {
      const begun = state === undefined ? undefined : await sealer.open(purpose, state);
      if (!begun) throw refused('the login was not begun in this browser, or longer than ten minutes ago');
      const { codeVerifier, nonce, returnTo, state: expectedState } = begun as unknown as Begun;
      const checks = { pkceCodeVerifier: codeVerifier, expectedNonce: nonce, expectedState };
      const claims = await claimsOf(provider, url, checks);
      const role = roleOf(claims, rules.roleClaim, rules.roles);
      const name = nameOf(claims);
      if (!role)
        throw new AccessError('access-denied', `${name} has no role here; ACCESS_OIDC_ROLES names who has`);
      const caller = { name, role, scope: scopeOf(claims) };
      return { caller, returnTo };
    },
  };
}

async function claimsOf(
  provider: IdentityProvider,
  url: URL,
  checks: Parameters<typeof authorizationCodeGrant>[2],
): Promise<Claims> {
  const configuration = await provider.configuration();
  try {
    const tokens = await authorizationCodeGrant(configuration, url, checks);
    return tokens.claims() ?? {};
  } catch (thrown) {
    if (isRefusal(thrown)) throw refused('the identity provider did not let you in', thrown);
    throw unavailable(new URL(configuration.serverMetadata().issuer), thrown);
  }
}

/** Whether it is what the provider or its answer says, rather than that there is none. */
const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof AuthorizationResponseError ||
  thrown instanceof ResponseBodyError ||
  (thrown instanceof ClientError && thrown.code !== 'OAUTH_RESPONSE_IS_NOT_CONFORM');

/** A path of this server, and nothing that leads elsewhere. */
const localPath = (text: string): string => (/^\/(?![/\\])[\w\-./?=&%#~]*$/.test(text) ? text : '/');

const refused = (why: string, cause?: unknown): AccessError =>
  new AccessError('credentials-invalid', `${why}: log in again`, { cause });
