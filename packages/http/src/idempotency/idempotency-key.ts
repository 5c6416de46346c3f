import { createHash } from 'node:crypto';
import { InvalidRequestError } from '../route/invalid-request-error.js';

const longestKey = 255;

/**
 * The key in a header `Idempotency-Key`: a quoted string as the draft has it, or the same without quotes, as many clients send it.
 *
 * @returns undefined where no key was sent
 * @throws  {InvalidRequestError} a key that is empty or longer than 255 characters, or a missing one where one is required
 * @source  https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function idempotencyKeyOf(header: string | undefined, isRequired: boolean): string | undefined {
  if (header === undefined && !isRequired) return undefined;
  const key = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header ?? '')?.[1] ?? header ?? '';
  if (key === '') throw mistake(header === undefined ? 'is required' : 'must not be empty');
  if (key.length > longestKey) throw mistake(`must be at most ${longestKey} characters`);
  return key;
}

const mistake = (message: string) => new InvalidRequestError([{ path: 'Idempotency-Key', message }]);

/** What tells whether two requests with one key are the same: their path, query and body. */
export const requestFingerprint = (url: string, body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([url, body]))
    .digest('base64url');
