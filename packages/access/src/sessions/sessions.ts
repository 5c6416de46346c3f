import { type Caller, type Clock, roles, type Scope } from '@forewarn/core';
import type { Authenticate } from '../authenticator.js';
import type { Sealer } from './sealed.js';

/** How a browser stays known: a cookie that scripts cannot read and other sites cannot have sent. */
export interface Sessions {
  /**
   * Begins one with a key, which is asked anew each time, so that its revocation ends the session as well.
   *
   * @returns the text to keep
   * @throws  {AccessError} `credentials-invalid`
   */
  ofKey(key: string): Promise<string>;
  /** Begins one of somebody whom the identity provider knows. */
  ofCaller(caller: Caller): Promise<string>;
  /** Whose session a text is of. @returns undefined for what is none, or has ended @throws what verifying its key throws */
  callerOf(text: string): Promise<Caller | undefined>;
}

/** Longest session: a working day. */
export const sessionMs = 12 * 3_600_000;

const purpose = 'session';

/** Makes and reads sessions. */
export const createSessions = (sealer: Sealer, authenticate: Authenticate, clock: Clock): Sessions => ({
  async ofKey(key) {
    await authenticate(key);
    return sealer.seal(purpose, { key }, clock() + sessionMs);
  },
  ofCaller: (caller) => sealer.seal(purpose, { caller }, clock() + sessionMs),
  async callerOf(text) {
    const content = await sealer.open(purpose, text);
    if (typeof content?.key === 'string') return authenticate(content.key);
    return content && readCaller(content.caller);
  },
});

/** What was sealed by another version may have another form. */
function readCaller(value: unknown): Caller | undefined {
  const { name, role: stored, scope } = (value ?? {}) as Partial<Caller>;
  const role = roles.find((each) => each === stored);
  if (typeof name !== 'string' || !role || typeof scope !== 'object' || scope === null) return undefined;
  return { name, role, scope: scope as Scope };
}
