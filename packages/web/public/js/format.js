/** Numbers, times and states as people read them. */

const number = (digits) => new Intl.NumberFormat('en', { maximumSignificantDigits: digits });
const byDigits = new Map([3, 4, 5, 6].map((digits) => [digits, number(digits)]));

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

function bytes(value, digits) {
  const size = Math.abs(value);
  const power = size < 1 ? 0 : Math.min(binary.length - 1, Math.floor(Math.log2(size) / 10));
  return `${byDigits.get(digits).format(value / 1024 ** power)}\u00a0${binary[power]}`;
}

function seconds(value, digits) {
  const size = Math.abs(value);
  const format = byDigits.get(digits).format;
  if (size !== 0 && size < 1e-3) return `${format(value * 1e6)}\u00a0µs`;
  if (size !== 0 && size < 1) return `${format(value * 1e3)}\u00a0ms`;
  if (size < 120) return `${format(value)}\u00a0s`;
  return size < 7_200 ? `${format(value / 60)}\u00a0min` : `${format(value / 3_600)}\u00a0h`;
}

/** A value in the unit of its metric. */
export function formatValue(value, unit, digits = 4) {
  const plain = byDigits.get(digits).format;
  switch (unit) {
    case 'bytes':
      return bytes(value, digits);
    case 'bytes/s':
      return `${bytes(value, digits)}/s`;
    case 'seconds':
      return seconds(value, digits);
    case 'seconds/s':
      return `${plain(value)}\u00a0s/s`;
    case 'ratio':
      return `${plain(value * 100)}\u00a0%`;
    case 'percent':
      return `${plain(value)}\u00a0%`;
    case 'celsius':
      return `${plain(value)}\u00a0°C`;
    case 'per second':
      return `${plain(value)}\u00a0/s`;
    default:
      return plain(value);
  }
}

/** What bounds allow: `≥ 14.75 GiB`, `1 to 5`. */
export function formatBounds({ min, max }, unit) {
  if (min === undefined) return `at most ${formatValue(max, unit)}`;
  if (max === undefined) return `at least ${formatValue(min, unit)}`;
  return `${formatValue(min, unit)} to ${formatValue(max, unit)}`;
}

/** How many: whole above a hundred. */
export const formatCount = (count) =>
  new Intl.NumberFormat('en', { maximumFractionDigits: count < 100 ? 1 : 0 }).format(count);

const periods = {
  day: 'today',
  week: 'this week',
  month: 'this month',
  quarter: 'this quarter',
  year: 'this year',
};

/** What an objective is about: `over 12h`, `this month (Europe/Berlin)`. */
export const formatWindow = (window) =>
  typeof window === 'string'
    ? `over ${window}`
    : `${periods[window.calendar] ?? window.calendar} (${window.timeZone})`;

/** A share as percent; never rounded to a claim that is too good. */
export function formatShare(share) {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  if (percent < 100 && percent > 99.99) return '> 99.99 %';
  return `${Number(percent.toFixed(percent >= 99 || percent < 1 ? 2 : 1))}\u00a0%`;
}

/** A probability as whole percent. */
export function formatProbability(probability) {
  if (probability < 0.01) return 'below 1 %';
  if (probability > 0.99) return 'above 99 %';
  return `${Math.round(probability * 100)}\u00a0%`;
}

/** A length of time, coarse: `45 s`, `6 min`, `2 h 28 min`, `3 d 4 h`. */
export function formatSpan(totalSeconds) {
  const rounded = Math.max(0, Math.round(totalSeconds));
  if (rounded < 90) return `${rounded}\u00a0s`;
  const minutes = Math.round(rounded / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48)
    return minutes % 60 === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h\u00a0${minutes % 60}\u00a0min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days}\u00a0d` : `${days}\u00a0d\u00a0${hours % 24}\u00a0h`;
}

const clockFormat = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const exactFormat = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dayFormat = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** A time of day, with the weekday when it is not within half a day of now. */
export const formatTime = (ms, nowMs) =>
  (Math.abs(ms - nowMs) < 43_200_000 ? clockFormat : dayFormat).format(new Date(ms));

/** A time of day with seconds. */
export const formatExactTime = (ms) => exactFormat.format(new Date(ms));

/** States, worst first, as text. */
export const stateNames = {
  violated: 'Violated',
  'at-risk': 'At risk',
  'insufficient-data': 'Insufficient data',
  ok: 'OK',
};

/** States, worst first. */
export const states = Object.keys(stateNames);

/** Whether a series ended while others of its objective go on: a pod that was replaced. It has no part in the verdict, and alarms nobody. */
export const hasEnded = ({ reason }) => reason?.reason === 'ended';

/** Whether planned maintenance is why nothing is said of it: what it does now alarms nobody. */
export const isInMaintenance = ({ reason }) => reason?.reason === 'maintenance';

/** The state of a series or an SLA as it is shown: `ended` beside the others, and planned maintenance by its name. */
export function shownState(judged) {
  if (hasEnded(judged)) return { state: 'ended', name: 'Ended' };
  const { state } = judged;
  return { state, name: isInMaintenance(judged) ? 'Maintenance' : stateNames[state] };
}
