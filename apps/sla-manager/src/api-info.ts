import type { ApiInfo } from '@forewarn/http';

/**
 * What the OpenAPI document says of the whole.
 *
 * @param version  of the program
 */
export const apiInfo = (version: string): ApiInfo => ({
  title: 'Forewarn SLA manager',
  version,
  description:
    'SLAs, their state, their violations, and the violations that are predicted. Errors are RFC 9457 problems.',
});
