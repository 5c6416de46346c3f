import { ForewarnError } from '@forewarn/core';
import { InvalidRequestError } from '@forewarn/http';
import type { z } from 'zod';

/**
 * The name that a path gives to what the body describes.
 *
 * @param inBody  the body's own name, where it has one
 * @param schema  of a name
 * @throws        {InvalidRequestError} where the two differ, or the path's cannot be a name
 */
export function nameOfPath(
  inPath: string,
  inBody: string | undefined,
  schema: z.ZodType<string | undefined>,
): string {
  if (inBody !== undefined && inBody !== inPath) {
    throw new InvalidRequestError([
      { path: 'name', message: `must be "${inPath}" as in the path, or left out` },
    ]);
  }
  const checked = schema.safeParse(inPath);
  if (checked.success) return inPath;
  throw new InvalidRequestError(checked.error.issues.map(({ message }) => ({ path: 'name', message })));
}

/** How something is stored that may be there or not. */
export interface PutCalls {
  readonly create: () => Promise<void>;
  readonly replace: () => Promise<void>;
  /** What `create` fails with where it is there. */
  readonly existsCode: ForewarnError['code'];
  /** What `replace` fails with where it is not there. */
  readonly absentCode: ForewarnError['code'];
}

/**
 * Puts something in the place of what is there, or where nothing is.
 *
 * @returns  whether it is new
 * @throws   {ForewarnError} what `create` and `replace` throw besides
 */
export async function createOrReplace({
  create,
  replace,
  existsCode,
  absentCode,
}: PutCalls): Promise<boolean> {
  if (await succeeds(absentCode, replace)) return false;
  if (await succeeds(existsCode, create)) return true;
  // Somebody created it in between.
  await replace();
  return false;
}

async function succeeds(expected: ForewarnError['code'], call: () => Promise<void>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    if (error.code === expected) return false;
    throw error;
  }
}
