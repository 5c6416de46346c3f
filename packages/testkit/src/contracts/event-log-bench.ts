import type { ConsumeOptions, EventLog, NewRecord } from '@forewarn/core';

/** What the tests of the contract share: a log, closed behind each test, and names that no other test uses. */
export interface EventLogBench {
  /** The log that is open now. */
  readonly log: EventLog;
  /** Closes the log and opens it again. */
  reopen(): Promise<void>;
  /** A topic of its own for the test. */
  newTopic(partitions: number): Promise<string>;
  /** A consumer's options: a topic, a group of its own, and the handler. */
  options(topic: string, handle: ConsumeOptions['handle']): ConsumeOptions;
}

/** A record that is nothing but text. */
export const textRecord = (text: string, key: string | null = null): NewRecord => ({
  key,
  value: Buffer.from(text),
  headers: {},
});
