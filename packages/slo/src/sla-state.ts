import type { Unavailable } from '@forewarn/analysis';

/** States of an objective or an SLA, worst first. Missing data is never silently `ok`. */
export const slaStates = ['violated', 'at-risk', 'insufficient-data', 'ok'] as const;

/**
 * `violated`: the newest one-minute sample is outside the bounds; `at-risk`: a violation is predicted;
 * `insufficient-data`: neither, and it cannot be told that all is well; `ok`.
 */
export type SlaState = (typeof slaStates)[number];

/** A state, and with `insufficient-data` the reason. */
export interface StateWithReason {
  readonly state: SlaState;
  /** Null for the other states. */
  readonly reason: Unavailable | null;
}

/** The worst of several states with its reason, the first of equals. Of none: `insufficient-data`, as `whenNone` says. */
export function worstState(states: readonly StateWithReason[], whenNone: Unavailable): StateWithReason {
  for (const state of slaStates) {
    const found = states.find((candidate) => candidate.state === state);
    if (found) return { state, reason: found.reason };
  }
  return { state: 'insufficient-data', reason: whenNone };
}

/** Whether all targets are met: false if any is missed, else null if any is unknown (or there is none). */
export function allTargetsMet(targets: readonly (boolean | null)[]): boolean | null {
  if (targets.includes(false)) return false;
  return targets.length === 0 || targets.includes(null) ? null : true;
}
