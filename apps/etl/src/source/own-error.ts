import { ForewarnError } from '@forewarn/core';

/**
 * What a task comes to, where a failure may be that of its subject alone, so that others go on.
 *
 * @param isOwn  whether an error is the subject's own
 * @returns      the result, or the subject's own error
 * @throws       {ForewarnError} all other errors
 */
export async function resultOrOwnError<T>(
  task: () => Promise<T>,
  isOwn: (error: ForewarnError) => boolean | Promise<boolean>,
): Promise<T | ForewarnError> {
  try {
    return await task();
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    if (!(await isOwn(error))) throw error;
    return error;
  }
}
