import {
  formatCount,
  formatProbability,
  formatShare,
  formatSpan,
  formatTime,
  formatValue,
  isInMaintenance,
} from './format.js';
import { serverNow } from './server-time.js';

/** When and how likely a series breaks or recovers, in one sentence. */
export function predictionSentence(series, objective, chart) {
  const { prediction, current } = series;
  if (!prediction.available) return { emphasis: 'No prediction', rest: `: ${prediction.detail}` };
  if (current?.bound && !isInMaintenance(series)) return recovery(objective, chart, prediction);
  const { firstViolation, probability, coveredSeconds } = prediction;
  if (!firstViolation) {
    const rest = ` in the next ${formatSpan(coveredSeconds)}; probability ${formatProbability(probability)}`;
    return { emphasis: 'No violation predicted', rest };
  }
  const side = firstViolation.bound === 'max' ? 'above' : 'below';
  const bound = formatValue(objective[firstViolation.bound], objective.unit);
  const rest = `, ${side} ${bound}; probability ${formatProbability(probability)}`;
  return { emphasis: `Will break at ${when(Date.parse(firstViolation.timestamp))}`, rest };
}

/** Of a series that is outside now: whether the forecast leads back. */
function recovery({ min = -Infinity, max = Infinity }, chart, { coveredSeconds }) {
  const nowMs = serverNow();
  const back = chart?.forecast?.points.find(
    ({ timestamp, mean }) => Date.parse(timestamp) > nowMs && mean >= min && mean <= max,
  );
  if (!chart) return { emphasis: 'Outside its bounds now', rest: '' };
  if (back)
    return { emphasis: `Expected back within bounds at ${when(Date.parse(back.timestamp))}`, rest: '' };
  return { emphasis: `Expected to stay outside for the next ${formatSpan(coveredSeconds)}`, rest: '' };
}

function when(ms) {
  const nowMs = serverNow();
  return `${formatTime(ms, nowMs)} (in ${formatSpan((ms - nowMs) / 1_000)})`;
}

/** Which model forecasts and how good it was on the past, and for those who ask: why it was chosen, and the figures. */
export function modelSentence({ prediction }) {
  if (!prediction.available) return { summary: '', detail: '' };
  const { model, modelChoice, backtest, level } = prediction;
  if (!backtest)
    return {
      summary: `Forecast by ${model}, not tried on the past`,
      detail: `Why this model: ${modelChoice}.`,
    };
  const { originCount, meanAbsoluteScaledError: error, lastValueError, coverage } = backtest;
  const [off, offWithoutChange] = [error, lastValueError].map((each) => formatValue(each, 'none', 3));
  return {
    summary: `Forecast by ${model}: ${compared(error, lastValueError)} assuming no change`,
    detail:
      `Why this model: ${modelChoice}. Tried from ${originCount} times of this series’ past, the newest counting most, it was off by ${off} times the ` +
      `usual change between two samples; assuming no change, by ${offWithoutChange}. ` +
      `${formatShare(coverage)} of the values fell in its ${formatShare(level)} range.`,
  };
}

/** An error beside that of the last value carried on. */
function compared(error, lastValueError) {
  const share = lastValueError > 0 ? Math.round((error / lastValueError - 1) * 100) : 0;
  if (share === 0) return 'lately as good as';
  return `lately ${Math.abs(share)}\u00a0% ${share < 0 ? 'less' : 'more'} error than`;
}

/** What keeps a series, or all that a selector would find, from being analysed as it should be. */
export function problemSentence({ kind, code, detail, since, attempts, nextTry }) {
  const nowMs = serverNow();
  const from = `since ${formatTime(Date.parse(since), nowMs)}`;
  const tried = attempts === 1 ? 'tried once' : `tried ${attempts} times`;
  const nextMs = Date.parse(nextTry);
  const next = nextMs > nowMs ? `next try ${when(nextMs)}` : 'tried again in the next round';
  return {
    emphasis: problemNames[kind === 'selector' ? kind : code] ?? 'Not analysed',
    rest: `: ${detail.replace(/\.$/, '')} (${code}), ${from}, ${tried}; ${next}`,
  };
}

const problemNames = {
  selector: 'Its series cannot be found out',
  'partial-answer': 'Analysed from a part of its samples',
};

/** What is left of the time that may be in violation. */
export function budgetSentence(
  { errorBudget: { allowedSeconds, remainingSeconds, remaining }, events },
  compliance,
) {
  if (compliance === null) return 'unknown';
  const share = `${Math.round(remaining * 100)} %`;
  if (events) {
    const spent = `${formatCount(events.bad)} of ${formatCount(events.total)} events were bad`;
    if (remainingSeconds < 0) return `overspent: ${spent}`;
    return allowedSeconds === 0 ? `none allowed, ${spent}` : `${share} left: ${spent}`;
  }
  if (remainingSeconds < 0) return `overspent by ${formatSpan(-remainingSeconds)}`;
  if (allowedSeconds === 0) return 'none allowed, none spent';
  return `${formatSpan(remainingSeconds)} left (${share})`;
}
