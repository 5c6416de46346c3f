import { createHash } from 'node:crypto';
import { AccessError, type Caller, type Clock, type ForewarnError } from '@forewarn/core';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { IdentityProvider } from './identity-provider.js';
import { ProviderError } from './provider-error.js';
import { nameOf, type RoleMapping, roleOf, scopeOf } from './role-claim.js';

/** Whose tokens are taken, and what they give. */
export interface TokenRules {
  /** Whom tokens must be meant for: this installation, as the provider knows it. */
  readonly audience: string;
  /** Path of the claim that holds roles or groups. */
  readonly roleClaim: string;
  readonly roles: RoleMapping;
}

/** Tells whose token it is. @throws {AccessError} `credentials-invalid`, `access-denied`; {ProviderError} where its keys cannot be had */
export type VerifyToken = (token: string) => Promise<Caller>;

/** How far clocks may differ. */
const skewSeconds = 60;

/** Signatures with public keys alone: with a shared secret whoever checks could forge. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** A token that was verified is taken as long without checking its signature again, and never beyond its end. */
const keptMs = 60_000;
const mostTokens = 10_000;

/** Whose token it was found to be, and until when. */
interface Verified {
  readonly caller: Caller;
  readonly untilMs: number;
}

/**
 * Verifies JSON Web Tokens of a provider: signature, issuer, audience, times.
 *
 * @source  RFC 7519; RFC 8725, sections 3.1 to 3.9
 */
export function createTokenVerifier(
  provider: IdentityProvider,
  rules: TokenRules,
  clock: Clock,
): VerifyToken {
  const verified = new LRUCache<string, Verified>({ max: mostTokens });
  return async (token) => {
    const digest = createHash('sha256').update(token).digest('base64');
    const known = verified.get(digest);
    if (known && clock() < known.untilMs) return known.caller;
    const claims = await verifiedClaims(token, provider, rules, clock);
    const caller = callerOf(claims, rules);
    const endsMs = ((claims.exp ?? 0) + skewSeconds) * 1_000;
    verified.set(digest, { caller, untilMs: Math.min(endsMs, clock() + keptMs) });
    return caller;
  };
}

async function verifiedClaims(
  token: string,
  provider: IdentityProvider,
  { audience }: TokenRules,
  clock: Clock,
): Promise<JWTPayload> {
  const [configuration, keys] = await Promise.all([provider.configuration(), provider.keys()]);
  const { issuer } = configuration.serverMetadata();
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms,
      clockTolerance: skewSeconds,
      currentDate: new Date(clock()),
      requiredClaims: ['exp', 'sub'],
    });
    return payload;
  } catch (thrown) {
    throw refusalOf(thrown);
  }
}

/** What jose says of a provider whose keys cannot be had. */
const ofProvider: ReadonlySet<string> = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);

/** What is said of a token that is not taken; why in detail is for the log. */
function refusalOf(thrown: unknown): ForewarnError {
  if (!(thrown instanceof errors.JOSEError) || ofProvider.has(thrown.code))
    return new ProviderError('identity-provider-unavailable', 'its keys cannot be fetched', {
      cause: thrown,
    });
  const why = thrown instanceof errors.JWTExpired ? 'the token has expired' : 'the token is not accepted';
  return new AccessError('credentials-invalid', `${why}: log in again`, {
    cause: thrown,
    details: { reason: thrown.code },
  });
}

function callerOf(claims: JWTPayload, { roleClaim, roles }: TokenRules): Caller {
  const name = nameOf(claims);
  const role = roleOf(claims, roleClaim, roles);
  if (role) return { name, role, scope: scopeOf(claims) };
  throw new AccessError(
    'access-denied',
    `${name} is known to the identity provider, but has no role here: ask for one of the groups that ACCESS_OIDC_ROLES names`,
  );
}
