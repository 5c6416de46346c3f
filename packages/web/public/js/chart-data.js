import { formatExactTime, formatValue } from './format.js';

const minute = 60;

/** Columns: time, samples, violating samples, forecast mean, upper, lower. Minutes without data are null, so that lines break. */
export function columns({ samples, forecast }, { min = -Infinity, max = Infinity }) {
  const times = [];
  const values = [];
  for (const { timestamp, value } of samples) {
    const time = Date.parse(timestamp) / 1_000;
    for (let gap = (times.at(-1) ?? time) + minute; gap < time; gap += minute) {
      times.push(gap);
      values.push(null);
    }
    times.push(time);
    values.push(value);
  }
  const violating = values.map((value) => (value !== null && (value < min || value > max) ? value : null));
  const last = times.length - 1;
  const ahead = (forecast?.points ?? []).filter(
    (point) => Date.parse(point.timestamp) / 1_000 > (times[last] ?? 0),
  );
  // The forecast begins at the newest sample, so that the eye can follow.
  const column = (pick) => [
    ...values.map((value, at) => (at === last && ahead.length > 0 ? value : null)),
    ...ahead.map(pick),
  ];
  const padding = ahead.map(() => null);
  return [
    [...times, ...ahead.map(({ timestamp }) => Date.parse(timestamp) / 1_000)],
    [...values, ...padding],
    [...violating, ...padding],
    column((point) => point.mean),
    column((point) => point.upper),
    column((point) => point.lower),
  ];
}

/** Violations between minutes that hold: too short for a line. */
export function lonely({ data }, at) {
  const values = data[at];
  const indices = values.keys();
  return [...indices].filter((i) => values[i] != null && values[i - 1] == null && values[i + 1] == null);
}

/** Room for the bounds as well as the data: how far away a bound is, is what the chart is for. */
export function paddedRange(low, high, { min, max }) {
  const lowest = Math.min(low ?? Infinity, min ?? Infinity, max ?? Infinity);
  const highest = Math.max(high ?? -Infinity, max ?? -Infinity, min ?? -Infinity);
  const room = (highest - lowest) * 0.12 || Math.abs(highest) * 0.1 || 1;
  const bottom = lowest - room;
  return [lowest >= 0 && bottom < 0 ? 0 : bottom, highest + room];
}

/** The point under the cursor in words; without a cursor, how to use the chart. */
export function describe({ cursor }, { data, level }, unit, { min = -Infinity, max = Infinity }) {
  const at = cursor.idx;
  const time = at == null ? undefined : data[0][at];
  if (time === undefined || cursor.left < 0) return 'Drag to zoom, arrow keys to read values';
  const clock = formatExactTime(time * 1_000).replace(/:00$/, '');
  const value = data[1][at];
  if (value != null)
    return `${clock}  ${formatValue(value, unit)}${value < min || value > max ? ', outside' : ''}`;
  const [mean, upper, lower] = [data[3][at], data[4][at], data[5][at]];
  if (mean == null) return `${clock}  no data`;
  const interval = `${formatValue(lower, unit)} to ${formatValue(upper, unit)}`;
  return `${clock}  forecast ${formatValue(mean, unit)}, ${Math.round(level * 100)} % within ${interval}`;
}
