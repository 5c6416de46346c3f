import type { PredictionDocument, PredictionsDocument } from '@forewarn/contracts/rest';
import { secondsText } from './seconds-text.js';

/** What is predicted, in a few words: `violation of min in 7m (63 %)`. */
export function predictionText(prediction: PredictionDocument): string {
  if (!prediction.available) return `none: ${prediction.reason} (${prediction.detail})`;
  const { firstViolation, probability } = prediction;
  if (!firstViolation) return `no violation${chanceText(probability)}`;
  const { bound, secondsUntil } = firstViolation;
  return `violation of ${bound} in ${secondsText(secondsUntil)}${chanceText(probability)}`;
}

type PredictedSeries = PredictionsDocument['objectives'][number]['series'][number];

/** What is so of a series now: that it is violated. Undefined where it is not. */
export const presentText = (current: PredictedSeries['current']): string | undefined =>
  current?.bound ? `${current.bound} violated now` : undefined;

/** What is to be said of the future of a series, which may have begun, or of which there is none. */
export function outlookText({ ended, current, prediction }: PredictedSeries): string {
  return ended ? 'ended' : (presentText(current) ?? predictionText(prediction));
}

const noBreakSpace = '\u00a0';

/** Nothing where it would be 0 %. */
function chanceText(probability: number): string {
  const text = probabilityText(probability);
  return text === '0 %' ? '' : ` (${text.replaceAll(' ', noBreakSpace)})`;
}

/** In whole per cent, which is as fine as a forecast knows, and never a certainty that is none: `63 %`, `> 99 %`. */
export function probabilityText(probability: number): string {
  const percent = Math.round(100 * probability);
  return percent === 100 && probability < 1 ? '> 99 %' : `${percent} %`;
}
