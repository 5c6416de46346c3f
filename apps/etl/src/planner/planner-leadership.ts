import { type Consumption, type EventLog, ensureTopics, type Topic } from '@forewarn/core';

/** The topic whose only partition the leader holds. Nothing is written to it. */
const leadershipTopic: Topic = {
  name: (namespace) => `${namespace}.planner-leadership`,
  partitions: 1,
};

/**
 * Who plans: the member of a consumer group that holds the only partition of a topic of its own.
 * The event log's rebalance moves the role when its holder dies, so no lease and no clock is needed. A holder that lost touch
 * with the log hears of it only when it is back, so that two may plan for a while: their requests name the same analyses, which
 * makes them repetitions and not contradictions.
 */
export class PlannerLeadership {
  readonly #eventLog: EventLog;
  readonly #namespace: string;
  readonly #onChange: (isLeader: boolean) => void;
  #consumption: Consumption | undefined;
  #isLeader = false;
  #hasLeft = false;

  /**
   * @param namespace  begins the names of topic and group
   * @param onChange   told when this member gets or loses the role; it has not got it at first
   */
  constructor(eventLog: EventLog, namespace: string, onChange: (isLeader: boolean) => void) {
    this.#eventLog = eventLog;
    this.#namespace = namespace;
    this.#onChange = onChange;
  }

  /**
   * Joins the group.
   *
   * @returns  when joining has begun; `ended` rejects when membership has failed for good
   * @throws   {ForewarnError} of the event log; joining can then be tried again
   */
  async join(signal: AbortSignal): Promise<Pick<Consumption, 'ended'>> {
    const namespace = this.#namespace;
    await ensureTopics(this.#eventLog, [leadershipTopic], { namespace, partitions: 1 }, { signal });
    const consumption = await this.#eventLog.consume({
      topic: leadershipTopic.name(namespace),
      group: `${namespace}.etl-planner`,
      handle: async () => {},
      onAssignment: (partitions) => this.#become(partitions.length > 0),
    });
    this.#consumption = consumption;
    if (this.#hasLeft) await consumption.stop();
    return consumption;
  }

  /** Gives the role up for good and leaves the group, so that another member has it at once. */
  async leave(): Promise<void> {
    this.#become(false);
    this.#hasLeft = true;
    await this.#consumption?.stop();
  }

  #become(isLeader: boolean): void {
    // A rebalance that was under way when the group was left may still assign the partition.
    if (this.#hasLeft || isLeader === this.#isLeader) return;
    this.#isLeader = isLeader;
    this.#onChange(isLeader);
  }
}
