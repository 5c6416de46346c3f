import { ForewarnError, parseDuration, parseSelector } from '@forewarn/core';
import { z } from 'zod';

/** Runs a parser of core and turns its error into an issue of the field. */
function parsed<T>(parse: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: ForewarnError.from(error).message });
      return z.NEVER;
    }
  });
}

/** A host name or address to listen on or connect to. */
export const host = () => z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address');

/** A TCP port; 0 lets the system choose one. */
export const port = () => integer(0, 65_535);

/** A whole number within [min, max]. */
export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

/** A duration such as 90s, 10m or 3h, in milliseconds. */
export const duration = () => parsed(parseDuration);

/** An http or https address. */
export const httpUrl = () =>
  z.url({ protocol: /^https?$/, error: 'must be an address such as http://127.0.0.1:9090' });

/** Texts separated by commas, at least one. */
export const list = () =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string()).min(1, 'must name at least one, separated by commas'));

/** Series selectors separated by semicolons, at least one. */
export const selectors = () =>
  parsed((text) => {
    const parts = text
      .split(';')
      .map((part) => part.trim())
      .filter(Boolean);
    if (parts.length === 0)
      throw new ForewarnError(
        'invalid-selector',
        'must hold at least one series selector; separate several with semicolons',
      );
    return parts.map(parseSelector);
  });
