import { type Access, AccessError, type Caller, mayDo, roleFor } from '@forewarn/core';
import { isSameSecret, parseKey } from './keys/api-key.js';
import type { VerifyKey } from './keys/key-verifier.js';
import type { VerifyToken } from './tokens/token-verifier.js';

/** What callers are let in by. */
export interface AuthenticatorOptions {
  /** Keys that are kept in the store. */
  readonly verifyKey: VerifyKey;
  /** Tokens of an identity provider. Default: none are taken. */
  readonly verifyToken?: VerifyToken;
  /** The key of the administrator, by which the first of the others is made. Default: there is none. */
  readonly adminKey?: string;
}

/** Tells who presents a key or a token. @throws {AccessError} `credentials-invalid`, or why that cannot be found out */
export type Authenticate = (credentials: string) => Promise<Caller>;

const admin: Caller = { name: 'the administrator', role: 'admin', scope: {} };

/** Makes what tells callers from strangers. */
export const createAuthenticator =
  ({ verifyKey, verifyToken, adminKey }: AuthenticatorOptions): Authenticate =>
  async (credentials) => {
    if (adminKey !== undefined && isSameSecret(credentials, adminKey)) return admin;
    const key = parseKey(credentials);
    if (key) return verifyKey(key);
    if (verifyToken && isToken(credentials)) return verifyToken(credentials);
    throw new AccessError(
      'credentials-invalid',
      'what was sent is neither a key nor a token that is taken here',
    );
  };

/** A JSON Web Token in its compact form. */
const isToken = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);

/**
 * Lets a caller do something, or not.
 *
 * @throws {AccessError} `access-denied`
 */
export function requireRole(caller: Caller, access: Access): Caller {
  if (access === 'public' || mayDo(caller.role, access)) return caller;
  throw new AccessError(
    'access-denied',
    `${caller.name} has the role ${caller.role}, and this needs ${roleFor(access)}`,
  );
}
