import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What may be wrong with an identity provider. */
export const providerErrorCodes = {
  'identity-provider-unavailable': {
    kind: 'unavailable',
    meaning: 'The identity provider cannot be asked, or what it says of itself cannot be used.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link providerErrorCodes}. */
export class ProviderError extends errorClass(providerErrorCodes) {}
