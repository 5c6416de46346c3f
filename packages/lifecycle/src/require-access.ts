import { ForewarnError, type Logger, silentLogger } from '@forewarn/core';

/** What can be away, or not let us in. */
interface Checkable {
  check(options: { readonly signal: AbortSignal }): Promise<void>;
}

/** As long as a start may be held up by what it does not need. */
const timeoutMs = 5_000;

/**
 * Looks once whether something lets this process in that its start does not wait for. That it is away is borne by whoever uses it later; that it does
 * not accept who we are is a mistake in the settings, which nobody would be told of otherwise.
 *
 * @throws {ForewarnError} what was refused, of the kind `permission-denied` or `unauthenticated`
 */
export async function requireAccess(
  checkable: Checkable,
  { signal, logger = silentLogger }: { readonly signal: AbortSignal; readonly logger?: Logger },
): Promise<void> {
  try {
    await checkable.check({ signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) });
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    if (error.kind === 'permission-denied' || error.kind === 'unauthenticated') throw error;
    if (!signal.aborted) logger.warn({ error }, 'started without something that is away');
  }
}
