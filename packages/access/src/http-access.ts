import { type Access, AccessError, type Caller } from '@forewarn/core';
import { type Authenticate, requireRole } from './authenticator.js';
import { bearerOf, credentialsMissing } from './bearer.js';
import { cookieOf } from './sessions/cookies.js';
import type { Sessions } from './sessions/sessions.js';

/** What is looked at of an HTTP request. */
export interface AskingRequest {
  readonly method: string;
  get(header: string): string | undefined;
}

/** Whoever asks for what everybody may have: sees nothing else. */
export const stranger: Caller = { name: 'a stranger', role: 'viewer', scope: { slas: [], namespaces: [] } };

/** The name of the cookie that keeps a session. */
export const sessionCookie = 'session';

/**
 * Lets HTTP requests in by the key or token that they carry, or by the session of a browser. A session may only change something for pages
 * of this server: browsers send its cookie whoever made them ask.
 *
 * @returns what a listener asks; it throws {AccessError} `credentials-missing`, `credentials-invalid`, `access-denied`
 */
export function createHttpAccess(authenticate: Authenticate, sessions: Sessions) {
  const callerOf = async (request: AskingRequest): Promise<Caller | undefined> => {
    const bearer = bearerOf(request.get('authorization'));
    if (bearer !== undefined) return authenticate(bearer);
    const cookies = request.get('cookie');
    const session = cookieOf(cookies, sessionCookie, true) ?? cookieOf(cookies, sessionCookie, false);
    const caller = session === undefined ? undefined : await sessions.callerOf(session);
    if (caller) requireOwnPage(request);
    return caller;
  };
  return async (access: Access, request: AskingRequest): Promise<Caller> => {
    if (access === 'public') return (await callerOf(request).catch(unlessUnknown)) ?? stranger;
    const caller = await callerOf(request);
    if (!caller) throw credentialsMissing();
    return requireRole(caller, access);
  };
}

/** Who comes with something that opens nothing is a stranger, and may log in. */
function unlessUnknown(thrown: unknown): undefined {
  if (thrown instanceof AccessError) return undefined;
  throw thrown;
}

/**
 * @throws {AccessError} `access-denied`
 * @source Fetch Metadata Request Headers, section 2.3; https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
function requireOwnPage(request: AskingRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.get('sec-fetch-site');
  // The listener refuses origins that are not its own; a browser that says neither cannot be told from one that was misled.
  if (site === undefined ? request.get('origin') !== undefined : site === 'same-origin') return;
  throw new AccessError(
    'access-denied',
    'a session is for the pages of this server alone; elsewhere use a key',
  );
}
