import type { PredictionDocument } from '@forewarn/contracts/rest';
import { formatPercent } from '../format/number.js';
import { secondsText } from './seconds-text.js';

/** What is predicted, in a few words: `violation of min in 7m (63.00 %)`. */
export function predictionText(prediction: PredictionDocument): string {
  if (!prediction.available) return `none: ${prediction.reason} (${prediction.detail})`;
  const { firstViolation, probability } = prediction;
  if (!firstViolation) return `no violation (${formatPercent(probability)})`;
  const { bound, secondsUntil } = firstViolation;
  return `violation of ${bound} in ${secondsText(secondsUntil)} (${formatPercent(probability)})`;
}
