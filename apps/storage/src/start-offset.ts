import type { ConsumerPosition, Logger, OffsetBounds, TopicStore } from '@forewarn/core';

/**
 * Where to begin reading a partition: where the store says, since it holds the offset with the rows.
 *
 * A stored offset behind the log's end means that the topic was made anew: reading begins at its start, which is safe since rows
 * are keyed. A stored offset before the log's first record means that records expired unread: that is said loudly.
 * A topic made anew that has grown past the stored offset by then cannot be told from the old one.
 *
 * @param bounds  what the log holds now
 * @returns       within [earliest, end]
 * @throws        {ForewarnError} of the store; asked again while it is retryable
 */
export async function startOffset(
  store: Pick<TopicStore<never>, 'nextOffset' | 'resetOffset'>,
  position: ConsumerPosition,
  bounds: OffsetBounds,
  logger: Logger,
): Promise<number> {
  const stored = await store.nextOffset(position);
  if (stored === undefined) return bounds.earliest;
  const fields = { ...position, stored, earliest: bounds.earliest, end: bounds.end };
  if (stored > bounds.end) {
    logger.warn(
      fields,
      'the stored offset is behind the end of the log, so the topic was made anew; reading it from its start',
    );
    await store.resetOffset(position, bounds.earliest);
    return bounds.earliest;
  }
  if (stored < bounds.earliest)
    logger.error(
      fields,
      'records expired before they were stored: raise the retention of the topic, or run more storage processes',
    );
  return Math.max(stored, bounds.earliest);
}
