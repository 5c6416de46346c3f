import { HttpError } from '../http-error.js';
import { matchesEtag } from './etag.js';

/** What a client says must hold for its change to be made. */
export interface Precondition {
  /** Whether the client said anything: a handler need not look for the present state otherwise. */
  readonly isGiven: boolean;
  /**
   * To be called with the tag of what is there just now, in the transaction that changes it where there is one.
   *
   * @param etag  undefined where there is nothing yet
   * @throws      {HttpError} `precondition-failed`
   */
  check(etag: string | undefined): void;
}

/**
 * The precondition of a request.
 *
 * @param ifMatch  the header `If-Match`; undefined allows everything
 */
export const preconditionOf = (ifMatch: string | undefined): Precondition => ({
  isGiven: ifMatch !== undefined,
  check(etag) {
    if (ifMatch === undefined || matchesEtag(ifMatch, etag)) return;
    const now = etag === undefined ? 'there is nothing now' : `what is there now has ${etag}`;
    throw new HttpError(
      'precondition-failed',
      `If-Match is ${ifMatch}, but ${now}: read it anew, and make the change to that`,
    );
  },
});
