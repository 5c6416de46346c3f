import { type Consumption, type EventLog, ensureTopics, pause, type RecordBatch } from '@forewarn/core';
import { leadershipTopic } from './leadership-topic.js';

/** Longest wait for the last record of the topic: planning is worth more than an exact count of what was missed. */
const longestWaitMs = 10_000;

/** What a leader learns from its predecessor. */
class Handover {
  settledMs: number | undefined;
  readonly isKnown: Promise<void>;
  known: () => void = () => {};

  constructor() {
    this.isKnown = new Promise((resolve) => {
      this.known = resolve;
    });
  }
}

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
  #handover = new Handover();
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
      startOffset: async (_, { earliest, end }) => {
        if (earliest === end) this.#handover.known();
        return Math.max(earliest, end - 1);
      },
      handle: async (batch) => this.#learn(batch),
      onAssignment: (partitions) => this.#become(partitions.length > 0),
    });
    this.#consumption = consumption;
    if (this.#hasLeft) await consumption.stop();
    return consumption;
  }

  /**
   * The round up to which whoever planned before has accounted for all.
   *
   * @param signal  ends the wait
   * @returns       the end of its windows, in epoch milliseconds; undefined when nobody planned before, or nobody says
   */
  async lastSettledRound(signal: AbortSignal): Promise<number | undefined> {
    const handover = this.#handover;
    await Promise.race([handover.isKnown, pause(longestWaitMs, signal)]);
    return handover.settledMs;
  }

  /**
   * Tells whoever plans next that all rounds up to this one are accounted for.
   *
   * @throws {ForewarnError} of the event log
   */
  async settle(windowEndMs: number, signal: AbortSignal): Promise<void> {
    const record = leadershipTopic.encode(windowEndMs);
    await this.#eventLog.append(leadershipTopic.name(this.#namespace), [record], { signal });
  }

  /** Gives the role up for good and leaves the group, so that another member has it at once. */
  async leave(): Promise<void> {
    this.#become(false);
    this.#hasLeft = true;
    await this.#consumption?.stop();
  }

  #learn({ records }: RecordBatch): void {
    const handover = this.#handover;
    try {
      handover.settledMs = leadershipTopic.decode(records.at(-1)!);
    } catch {
      // Whatever a stranger wrote there says nothing of rounds.
      handover.settledMs = undefined;
    }
    handover.known();
  }

  #become(isLeader: boolean): void {
    // A rebalance that was under way when the group was left may still assign the partition.
    if (this.#hasLeft || isLeader === this.#isLeader) return;
    this.#isLeader = isLeader;
    // What was known of the rounds is old by the next time.
    if (!isLeader) this.#handover = new Handover();
    this.#onChange(isLeader);
  }
}
