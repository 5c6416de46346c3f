import type { Consumption, EventLog } from '@forewarn/core';

const leadershipTopic = 'forewarn.planner-leadership';

/**
 * Who plans: the member of a consumer group that holds the only partition of a topic of its own.
 * The event log's rebalance moves the role when its holder dies, so no lease and no clock is needed.
 */
export class PlannerLeadership {
  readonly #eventLog: EventLog;
  readonly #group: string;
  readonly #onChange: (isLeader: boolean) => void;
  #consumption: Consumption | undefined;
  #isLeader = false;

  constructor(eventLog: EventLog, group: string, onChange: (isLeader: boolean) => void) {
    this.#eventLog = eventLog;
    this.#group = group;
    this.#onChange = onChange;
  }

  /** Joins the group. @returns a promise that rejects when membership has failed for good */
  async join(): Promise<{ readonly ended: Promise<void> }> {
    await this.#eventLog.ensureTopics([{ name: leadershipTopic, partitions: 1 }]);
    this.#consumption = await this.#eventLog.consume({
      topic: leadershipTopic,
      group: this.#group,
      handle: async () => {},
      onAssignment: (partitions) => this.#become(partitions.length > 0),
    });
    return this.#consumption;
  }

  /** Gives the role up and leaves the group, so that another member has it at once. */
  async leave(): Promise<void> {
    this.#become(false);
    await this.#consumption?.stop();
  }

  #become(isLeader: boolean): void {
    if (isLeader === this.#isLeader) return;
    this.#isLeader = isLeader;
    this.#onChange(isLeader);
  }
}
