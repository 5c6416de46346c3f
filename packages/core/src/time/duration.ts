import { ForewarnError } from '../errors/forewarn-error.js';

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof unitMs;

const part = /(\d+)(ms|s|m|h|d|w)/y;

/**
 * Parses a duration as Prometheus writes it: `90s`, `10m`, `1h30m`, `7d`.
 *
 * @param text  whole numbers with units ms, s, m, h, d, w, largest first or not
 * @returns     milliseconds, > 0
 * @throws      {ForewarnError} `invalid-duration`
 * @source      https://prometheus.io/docs/prometheus/latest/querying/basics/#float-literals-and-time-durations
 */
export function parseDuration(text: string): number {
  let totalMs = 0;
  part.lastIndex = 0;
  let end = 0;
  for (let match = part.exec(text); match; match = part.exec(text)) {
    totalMs += Number(match[1]) * unitMs[match[2] as Unit];
    end = part.lastIndex;
  }
  if (end !== text.length || !(totalMs > 0) || !Number.isSafeInteger(totalMs)) {
    throw new ForewarnError(
      'invalid-duration',
      `"${text}" is not a duration: write a whole number and a unit (ms, s, m, h, d, w), such as 90s, 10m, 1h30m or 7d`,
      { details: { text } },
    );
  }
  return totalMs;
}

/**
 * A duration for people, largest unit first: 5_400_000 gives `1h30m`. Days are the largest unit, since `14d` reads better
 * than `2w`.
 *
 * @param ms  milliseconds, ≥ 0; a fraction is dropped
 * @returns   text that {@link parseDuration} reads back, except `0s` for less than a millisecond
 */
export function formatDuration(ms: number): string {
  let rest = ms;
  let text = '';
  for (const unit of ['d', 'h', 'm', 's', 'ms'] as const) {
    const count = Math.floor(rest / unitMs[unit]);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * unitMs[unit];
  }
  return text || '0s';
}
