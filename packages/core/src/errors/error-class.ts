import type { ErrorDefinitions } from './error-definition.js';
import { type ErrorOptions, ForewarnError } from './forewarn-error.js';

/**
 * The error class of a part of the system, over the codes of that part alone: a code of another part does not compile.
 *
 * @example
 * export class SloError extends errorClass(sloErrorCodes) {}
 * throw new SloError('sla-not-found', `there is no SLA named ${name}`);
 */
export const errorClass = <Definitions extends ErrorDefinitions>(definitions: Definitions) =>
  class extends ForewarnError {
    constructor(code: keyof Definitions & string, message: string, options?: ErrorOptions) {
      super({ code, ...definitions[code]! }, message, options);
    }
  };
