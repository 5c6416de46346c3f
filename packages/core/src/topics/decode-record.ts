import { ForewarnError } from '../errors/forewarn-error.js';
import type { LogRecord } from '../ports/event-log.js';
import type { TopicContract } from './topic-contract.js';

/**
 * The value in a record as it was read from the log.
 *
 * @throws {ForewarnError} `unreadable-records` where the log could not read what the record stands for; else as `TopicContract.decode`
 */
export function decodeRecord<T>({ decode }: Pick<TopicContract<T>, 'decode'>, record: LogRecord): T {
  const { unreadable, offset } = record;
  if (!unreadable) return decode(record);
  const { firstOffset, reason } = unreadable;
  throw new ForewarnError(
    'unreadable-records',
    `the records from offset ${firstOffset} to ${offset} cannot be read: ${reason}`,
    { details: { firstOffset, lastOffset: offset } },
  );
}
