import type { PredictionDocument } from '@forewarn/contracts/rest';
import { secondsText } from './seconds-text.js';

/** What is predicted, in a few words: `violation of min in 7m (63 %)`. */
export function predictionText(prediction: PredictionDocument): string {
  if (!prediction.available) return `none: ${prediction.reason} (${prediction.detail})`;
  const { firstViolation, probability } = prediction;
  if (!firstViolation) return `no violation${chanceText(probability)}`;
  const { bound, secondsUntil } = firstViolation;
  return `violation of ${bound} in ${secondsText(secondsUntil)}${chanceText(probability)}`;
}

const noBreakSpace = '\u00a0';

/** In whole per cent, which is as fine as a forecast knows; nothing where that would be 0, and never a certainty that is none. */
function chanceText(probability: number): string {
  const percent = Math.round(100 * probability);
  if (percent === 0) return '';
  const text = percent === 100 && probability < 1 ? '> 99 %' : `${percent} %`;
  return ` (${text.replaceAll(' ', noBreakSpace)})`;
}
