import type { AuditRepository, Authenticate, KeyRepository, OidcLogin, Sessions } from '@forewarn/access';
import type { Clock } from '@forewarn/core';

/** How those who must be known come in; what `createProcessAccess` makes. */
export interface WaysIn {
  readonly authenticate: Authenticate;
  readonly sessions: Sessions;
  readonly login: OidcLogin | undefined;
}

/** What the routes of access work with. */
export interface AccessContext {
  readonly store: KeyRepository & AuditRepository;
  /** Undefined where everybody is let in. */
  readonly waysIn: WaysIn | undefined;
  readonly clock: Clock;
  /** Told that a key was made or revoked. */
  readonly onChange: () => void;
}
