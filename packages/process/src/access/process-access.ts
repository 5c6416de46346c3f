import { randomBytes } from 'node:crypto';
import {
  type Authenticate,
  createAuthenticator,
  createGrpcAccess,
  createHttpAccess,
  createIdentityProvider,
  createKeyVerifier,
  createOidcLogin,
  createSealer,
  createSessions,
  createTokenVerifier,
  type KeyReader,
  type OidcLogin,
  type Sessions,
  sameNames,
} from '@forewarn/access';
import { type AccessSettings, isAccessRequired } from '@forewarn/config';
import { type Clock, systemClock } from '@forewarn/core';

/** How callers are let in to a process that asks who they are. */
export interface RequiredAccess {
  /** For an HTTP listener. */
  readonly http: ReturnType<typeof createHttpAccess>;
  /** For a gRPC listener. */
  readonly grpc: ReturnType<typeof createGrpcAccess>;
  readonly authenticate: Authenticate;
  readonly sessions: Sessions;
  /** Logging in at the identity provider; undefined where there is none that knows us. */
  readonly login: OidcLogin | undefined;
}

/**
 * Makes it of the settings.
 *
 * @param keys  where the API keys are
 * @returns     undefined where everybody is let in
 */
export function createProcessAccess(
  settings: AccessSettings,
  keys: KeyReader,
  clock: Clock = systemClock,
): RequiredAccess | undefined {
  if (!isAccessRequired(settings)) return undefined;
  const { ACCESS_ADMIN_KEY, ACCESS_SESSION_SECRET, ACCESS_OIDC_ISSUER: issuer } = settings;
  const rules = {
    roleClaim: settings.ACCESS_OIDC_ROLE_CLAIM,
    roles: settings.ACCESS_OIDC_ROLES ?? sameNames,
  };
  const { ACCESS_OIDC_CLIENT_ID: clientId, ACCESS_OIDC_CLIENT_SECRET: clientSecret } = settings;
  const audience = settings.ACCESS_OIDC_AUDIENCE;
  const provider =
    issuer &&
    createIdentityProvider({ issuer, clientId: clientId ?? audience, ...(clientSecret && { clientSecret }) });
  const authenticate = createAuthenticator({
    verifyKey: createKeyVerifier(keys, clock),
    ...(provider && { verifyToken: createTokenVerifier(provider, { ...rules, audience }, clock) }),
    ...(ACCESS_ADMIN_KEY && { adminKey: ACCESS_ADMIN_KEY }),
  });
  // Drawn where nothing is set: then sessions end with the process.
  const sealer = createSealer(ACCESS_SESSION_SECRET ?? ACCESS_ADMIN_KEY ?? randomBytes(32), clock);
  const sessions = createSessions(sealer, authenticate, clock);
  return {
    http: createHttpAccess(authenticate, sessions),
    grpc: createGrpcAccess(authenticate),
    authenticate,
    sessions,
    login: provider && clientId ? createOidcLogin(provider, rules, { sealer, clock }) : undefined,
  };
}
