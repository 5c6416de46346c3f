import { type Clock, type Logger, toRfc3339 } from '@forewarn/core';
import type { EtlMetrics } from '../etl-metrics.js';
import { type PlanRoundOptions, planRound } from './plan-round.js';
import { runPlanner } from './planner.js';
import { PlannerLeadership } from './planner-leadership.js';
import { SingleLoop } from './single-loop.js';

/** What a process needs to plan, when it is its turn. */
export interface PlannerRoleOptions {
  readonly namespace: string;
  readonly round: PlanRoundOptions;
  readonly intervalMs: number;
  readonly settleMs: number;
  readonly clock: Clock;
  readonly metrics: EtlMetrics;
  readonly logger: Logger;
}

/** The planner's part of an etl process: plans the rounds while this process is the leader. */
export class PlannerRole {
  readonly #options: PlannerRoleOptions;
  readonly #leadership: PlannerLeadership;
  readonly #planning: SingleLoop;

  /** @param onFailure  told of an error that no later round could mend */
  constructor(options: PlannerRoleOptions, onFailure: (thrown: unknown) => void) {
    this.#options = options;
    const { round, namespace } = options;
    this.#planning = new SingleLoop((signal) => this.#plan(signal), onFailure);
    this.#leadership = new PlannerLeadership(round.eventLog, namespace, (isLeader) => this.#lead(isLeader));
  }

  /**
   * Stands for leader.
   *
   * @returns  when joining has begun; `ended` rejects when membership has failed for good
   * @throws   {ForewarnError} of the event log; it can then be tried again
   */
  join(signal: AbortSignal): ReturnType<PlannerLeadership['join']> {
    return this.#leadership.join(signal);
  }

  /** Gives the role up for good. @returns when planning has ended and the group is left */
  async leave(): Promise<void> {
    await Promise.all([this.#leadership.leave(), this.#planning.end()]);
  }

  #lead(isLeader: boolean): void {
    const { metrics, logger } = this.#options;
    metrics.isLeader.set(isLeader ? 1 : 0);
    const message = isLeader ? 'this process plans the rounds' : 'this process no longer plans the rounds';
    logger.info({ isLeader }, message);
    if (isLeader) this.#planning.begin();
    else {
      this.#options.round.problems.forget('selector');
      void this.#planning.end();
    }
  }

  async #plan(signal: AbortSignal): Promise<void> {
    const { round } = this.#options;
    const settledMs = await this.#leadership.lastSettledRound(signal);
    const plan = (windowEndMs: number, planSignal: AbortSignal) => planRound(windowEndMs, round, planSignal);
    const onSettled = (windowEndMs: number) => this.#settle(windowEndMs, signal);
    await runPlanner({ ...this.#options, planRound: plan, settledMs, onSettled }, signal);
  }

  /** A round is worth more than the note of it: without one, who plans next may count rounds as missed that were not. */
  async #settle(windowEndMs: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#leadership.settle(windowEndMs, signal);
    } catch (error) {
      if (!signal.aborted)
        this.#options.logger.warn({ windowEnd: toRfc3339(windowEndMs), error }, 'a round could not be noted');
    }
  }
}
