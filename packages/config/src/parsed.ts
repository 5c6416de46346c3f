import { ForewarnError } from '@forewarn/core';
import { z } from 'zod';

/**
 * A field by a parser, whose error becomes an issue of the field.
 *
 * @param parse    throws `ForewarnError`s
 * @param message  of the issue. Default: that of the error
 */
export const parsed = <T>(parse: (text: string) => T, message?: string) =>
  z.string().transform((text, context): T => {
    try {
      return parse(text.trim());
    } catch (thrown) {
      context.addIssue({ code: 'custom', message: message ?? ForewarnError.from(thrown).message });
      return z.NEVER;
    }
  });
