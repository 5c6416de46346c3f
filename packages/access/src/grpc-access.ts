import type { Access, Caller } from '@forewarn/core';
import { type Authenticate, requireRole } from './authenticator.js';
import { bearerOf, credentialsMissing } from './bearer.js';

/** What is looked at of the metadata of a call. */
export interface AskingMetadata {
  get(name: string): readonly (string | Buffer)[];
}

/**
 * Lets calls in by the key or token in their metadata: `authorization: Bearer …`.
 *
 * @returns what a listener asks; it throws {AccessError} `credentials-missing`, `credentials-invalid`, `access-denied`
 */
export const createGrpcAccess =
  (authenticate: Authenticate) =>
  async (access: Access, metadata: AskingMetadata): Promise<Caller> => {
    const header = metadata.get('authorization')[0];
    const bearer = bearerOf(header === undefined ? undefined : String(header));
    if (bearer === undefined) throw credentialsMissing();
    return requireRole(await authenticate(bearer), access);
  };
