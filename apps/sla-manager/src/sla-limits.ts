import type { CallOptions } from '@forewarn/core';
import { type Sla, type SlaRepository, SloError } from '@forewarn/slo';

/** Bounds on what people define, and on what is answered. */
export interface SlaLimits {
  /** Series that an objective is judged over. */
  readonly seriesPerObjective: number;
  /** Series that a status shows; with more, each objective shows its worst. */
  readonly seriesPerAnswer: number;
  readonly slas: number;
  readonly objectivesPerSla: number;
  /** Of all SLAs together. */
  readonly objectives: number;
}

/** A thousand objectives fit. */
export const defaultSlaLimits: SlaLimits = {
  seriesPerObjective: 500,
  seriesPerAnswer: 10_000,
  slas: 1_000,
  objectivesPerSla: 50,
  objectives: 2_000,
};

/**
 * Refuses an SLA that would be one too many, or whose objectives would. Two at the same time may both fit: a bound on memory, not a quota.
 *
 * @throws {SloError} `too-many-slas`, `too-many-objectives`
 */
export async function requireRoom(
  store: Pick<SlaRepository, 'listSlas'>,
  sla: Sla,
  limits: SlaLimits,
  options: CallOptions,
): Promise<void> {
  const count = sla.objectives.length;
  if (count > limits.objectivesPerSla) {
    throw tooManyObjectives(`an SLA may have ${limits.objectivesPerSla} objectives, this one has ${count}`);
  }
  const others = (await store.listSlas(options)).filter(({ name }) => name !== sla.name);
  if (others.length >= limits.slas) {
    throw new SloError(
      'too-many-slas',
      `there are ${others.length} SLAs already, ${limits.slas} may be: delete one, or raise SLA_COUNT`,
    );
  }
  const existing = others.reduce((sum, { objectives }) => sum + objectives.length, 0);
  if (existing + count > limits.objectives) {
    throw tooManyObjectives(
      `all SLAs together may have ${limits.objectives} objectives; there are ${existing} beside these ${count}`,
    );
  }
}

const tooManyObjectives = (what: string): SloError =>
  new SloError('too-many-objectives', `${what}: leave some out, or raise the setting`);
