import { ForewarnError } from '@forewarn/core';
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import {
  allowInsecureRequests,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import { ProviderError } from './provider-error.js';

/** An identity provider that speaks OpenID Connect. */
export interface IdentityProvider {
  /** What it says of itself, and who we are to it; asked once, and again where it could not be asked. */
  configuration(): Promise<Configuration>;
  /** Its keys: fetched when they are first needed, and again for a key that is not among them. */
  keys(): Promise<JWTVerifyGetKey>;
}

/** Which provider, and how it is asked. */
export interface ProviderOptions {
  /** Such as `https://login.example.org/realms/ops`. Without TLS it is asked as well: the settings allow that on loopback alone. */
  readonly issuer: URL;
  /** Who we are to it. */
  readonly clientId: string;
  /** Absent for a public client. */
  readonly clientSecret?: string;
  /** A key that is not known is looked for at most so often, whatever tokens strangers make up. Default 30 s. */
  readonly cooldownMs?: number;
}

const timeoutMs = 5_000;

/** Reaches the identity provider at its issuer. It is first asked when somebody comes with a token, or to log in. */
export function createIdentityProvider(options: ProviderOptions): IdentityProvider {
  const { issuer, cooldownMs = 30_000 } = options;
  const configuration = onceFulfilled(() => discover(options));
  const keys = onceFulfilled(async () => {
    const { jwks_uri } = (await configuration()).serverMetadata();
    if (jwks_uri === undefined) throw unavailable(issuer, new Error('it does not say where its keys are'));
    return createRemoteJWKSet(new URL(jwks_uri), {
      timeoutDuration: timeoutMs,
      cooldownDuration: cooldownMs,
      [customFetch]: (url, init) => fetch(url, { ...init, redirect: 'error' }),
    });
  });
  return { configuration, keys };
}

async function discover({ issuer, clientId, clientSecret }: ProviderOptions): Promise<Configuration> {
  try {
    const configuration = await discovery(issuer, clientId, clientSecret, undefined, {
      timeout: timeoutMs / 1_000,
      ...(issuer.protocol === 'http:' && { execute: [allowInsecureRequests] }),
    });
    // Signatures are checked even of what comes over TLS from the provider itself.
    enableNonRepudiationChecks(configuration);
    return configuration;
  } catch (thrown) {
    throw unavailable(issuer, thrown);
  }
}

/** Calls until a call is fulfilled, one at a time, and then no more. */
function onceFulfilled<T>(call: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= call().catch((error) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}

/** The provider cannot be asked: with what the library says of it. */
export function unavailable({ host }: URL, thrown: unknown): ProviderError {
  const { message } = ForewarnError.from(thrown);
  return new ProviderError(
    'identity-provider-unavailable',
    `the identity provider at ${host} cannot be used: ${message}; look at ACCESS_OIDC_ISSUER`,
    { cause: thrown },
  );
}
