import { ForewarnError } from '@forewarn/core';

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/**
 * Parses a time in RFC 3339: `2026-03-01T12:00:00Z`, `2026-03-01T13:00:00+01:00`.
 *
 * @returns  epoch milliseconds
 * @throws   {ForewarnError} `invalid-request`, also for a day that its month does not have
 */
export function parseInstant(text: string): number {
  const match = rfc3339.exec(text);
  const ms = match ? Date.parse(text) : Number.NaN;
  if (!match || Number.isNaN(ms) || !hasDay(match)) {
    throw new ForewarnError(
      'invalid-request',
      `"${text}" is not a time: write 2026-03-01T12:00:00Z (RFC 3339)`,
    );
  }
  return ms;
}

/** Date.parse takes 31 February for 3 March. */
function hasDay([, year, month, day]: RegExpExecArray): boolean {
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) >= 1 && Number(day) <= lastDay;
}
