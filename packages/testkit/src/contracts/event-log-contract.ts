import { randomUUID } from 'node:crypto';
import type { EventLog } from '@forewarn/core';
import { afterEach, beforeEach, describe } from 'vitest';
import type { EventLogBench } from './event-log-bench.js';
import { describeAppending } from './event-log-contract-appending.js';
import { describeConsuming } from './event-log-contract-consuming.js';
import { describeEphemeral } from './event-log-contract-ephemeral.js';
import { describeFailures } from './event-log-contract-failures.js';
import { describeGroups } from './event-log-contract-groups.js';
import { describeProgress } from './event-log-contract-progress.js';
import { describeStopping } from './event-log-contract-stopping.js';

/** Opens the log under test. Every call opens the same log: what one instance appended the next one reads. */
export type OpenEventLog = () => Promise<EventLog>;

/**
 * The promises of the `EventLog` port, one test each. Every adapter runs it.
 * Retries should be configured to begin within some milliseconds, so that the tests need not wait.
 *
 * @param name  of the adapter, for the report
 */
export function eventLogContract(name: string, openLog: OpenEventLog): void {
  describe(`${name} keeps the promises of an event log`, () => {
    let log: EventLog;

    const bench: EventLogBench = {
      get log() {
        return log;
      },
      reopen: async () => {
        await log.close();
        log = await openLog();
      },
      newTopic: async (partitions) => {
        const topic = `topic-${randomUUID()}`;
        await log.ensureTopics([{ name: topic, partitions }]);
        return topic;
      },
      options: (topic, handle) => ({ topic, group: `group-${randomUUID()}`, handle }),
    };

    beforeEach(async () => {
      log = await openLog();
    });

    afterEach(async () => {
      await log.close();
    });

    describeAppending(bench);
    describeConsuming(bench);
    describeGroups(bench);
    describeEphemeral(bench);
    describeFailures(bench);
    describeProgress(bench);
    describeStopping(bench);
  });
}
