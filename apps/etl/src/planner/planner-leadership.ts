import type { Consumption, EventLog } from '@forewarn/core';

/**
 * Who plans: the member of a consumer group that holds the only partition of a topic of its own.
 * The event log's rebalance moves the role when its holder dies, so no lease and no clock is needed.
 */
export class PlannerLeadership {
  readonly #eventLog: EventLog;
  readonly #topic: string;
  readonly #group: string;
  readonly #onChange: (isLeader: boolean) => void;
  #consumption: Consumption | undefined;
  #isLeader = false;

  constructor(eventLog: EventLog, namespace: string, onChange: (isLeader: boolean) => void) {
    this.#eventLog = eventLog;
    this.#topic = `${namespace}.planner-leadership`;
    this.#group = `${namespace}.etl-planner`;
    this.#onChange = onChange;
  }

  /** Joins the group. @returns a promise that rejects when membership has failed for good */
  async join(): Promise<{ readonly ended: Promise<void> }> {
    await this.#eventLog.ensureTopics([{ name: this.#topic, partitions: 1 }]);
    this.#consumption = await this.#eventLog.consume({
      topic: this.#topic,
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
