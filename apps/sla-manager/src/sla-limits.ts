import type { CallOptions } from '@forewarn/core';
import { type Sla, type SlaRepository, SloError } from '@forewarn/slo';

/** Bounds on what people define, and on what is answered. */
export interface SlaLimits {
  /** Series that an objective is judged over. */
  readonly seriesPerObjective: number;
  /** Series that a status shows; with more, each objective shows its worst. */
  readonly seriesPerAnswer: number;
  /** Of an answer in JSON; counted before it is built. */
  readonly answerBytes: number;
  readonly slas: number;
  readonly objectivesPerSla: number;
  /** Of all SLAs together. */
  readonly objectives: number;
  readonly indicators: number;
}

/** A thousand objectives fit. */
export const defaultSlaLimits: SlaLimits = {
  seriesPerObjective: 500,
  seriesPerAnswer: 10_000,
  answerBytes: 32 * 2 ** 20,
  slas: 1_000,
  objectivesPerSla: 50,
  objectives: 2_000,
  indicators: 1_000,
};

/**
 * Refuses an SLA that would be one too many, or whose objectives would. One that exists may be replaced by one with as many objectives or fewer,
 * also when a limit was lowered meanwhile. Two at the same time may both fit: a bound on memory, not a quota.
 *
 * @throws {SloError} `too-many-slas`, `too-many-objectives`
 */
export async function requireRoom(
  store: Pick<SlaRepository, 'listSlas'>,
  sla: Sla,
  limits: SlaLimits,
  options: CallOptions,
): Promise<void> {
  const all = await store.listSlas(options);
  const replaced = all.find(({ name }) => name === sla.name);
  const count = sla.objectives.length;
  if (replaced && count <= replaced.objectives.length) return;
  if (!replaced && all.length >= limits.slas) {
    throw new SloError(
      'too-many-slas',
      `there are ${all.length} SLAs already, and ${limits.slas} may be defined: delete one, or raise SLA_COUNT`,
    );
  }
  if (count > limits.objectivesPerSla) {
    throw tooManyObjectives(
      `an SLA may have ${limits.objectivesPerSla} objectives, this one has ${count}`,
      'SLA_OBJECTIVES_PER_SLA',
    );
  }
  const others = all.filter((each) => each !== replaced);
  const existing = others.reduce((sum, { objectives }) => sum + objectives.length, 0);
  if (existing + count > limits.objectives) {
    throw tooManyObjectives(
      `all SLAs together may have ${limits.objectives} objectives, and there are ${existing} beside these ${count}`,
      'SLA_OBJECTIVES',
    );
  }
}

const tooManyObjectives = (what: string, setting: string): SloError =>
  new SloError('too-many-objectives', `${what}: leave some out, or raise ${setting}`);
