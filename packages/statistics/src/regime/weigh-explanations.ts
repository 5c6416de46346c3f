import type { Explanation } from './explanations.js';
import type { NewestPart } from './newest-part.js';

/** An explanation with its share in the forecast. */
export interface WeighedExplanation extends Explanation {
  readonly weight: number;
}

/** Before the newest samples are weighed, nothing having changed is as likely as a change at any of them. */
const CHANGE_PRIOR = 0.5;
// Chosen on simulated series, as decision 19 says: docs/decisions/0019-a-new-regime-by-its-own-samples.md.
/** Of few samples the evidence is sharpened, so that the unlikely does not widen an interval that is wide already; not that of one or two. */
const SHARPENED = 4;
const FEWEST_SHARPENED = 3;
/** Shares below this are not worth their time. */
const LEAST_WEIGHT = 0.003;

/**
 * Shares of the explanations.
 *
 * @param part          the newest samples
 * @param explanations  of them
 * @returns             those that count, and the samples since the change by the likeliest; `undefined` where nothing having changed, but
 *                      for outliers, is likelier than all of them, where the change may be older than the newest part, or where spikes came before it
 */
export function weighExplanations(
  part: NewestPart,
  explanations: readonly Explanation[],
): { age: number; explanations: WeighedExplanation[] } | undefined {
  let best: Explanation | undefined;
  for (const each of explanations) if (best === undefined || each.logWeight > best.logWeight) best = each;
  if (best === undefined || best.fit.length >= part.longest) return undefined;
  const { logWeight: most } = best;
  const age = best.fit.length;
  if (!part.isCalmUntil(age)) return undefined;
  let changed = 0;
  for (const { logWeight } of explanations) changed += Math.exp(logWeight - most);
  const priorOdds = ((1 - CHANGE_PRIOR) / CHANGE_PRIOR) * part.longest;
  // Where nothing had moved, what has moved is new.
  if (part.noise > 0 && priorOdds * Math.exp(part.logUsual(0, 0) - most) > changed) return undefined;
  const power = age < FEWEST_SHARPENED ? 1 : 1 + SHARPENED / age;
  const sharpened = explanations.map((each) => Math.exp(power * (each.logWeight - most)));
  const total = sharpened.reduce((sum, weight) => sum + weight, 0);
  const counting = explanations.flatMap((each, i) =>
    sharpened[i]! >= LEAST_WEIGHT * total ? [{ ...each, weight: sharpened[i]! }] : [],
  );
  const counted = counting.reduce((sum, { weight }) => sum + weight, 0);
  return { age, explanations: counting.map((each) => ({ ...each, weight: each.weight / counted })) };
}
