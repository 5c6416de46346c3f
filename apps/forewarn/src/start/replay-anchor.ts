import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { alignDown, ForewarnError, toRfc3339 } from '@forewarn/core';

const minuteMs = 60_000;

/**
 * Samples of the recording that are still to come at the first start: it stands in the middle of a memory leak then, so that what is
 * predicted can be watched happening, before the replay begins anew.
 */
const minutesToCome = 45;

/**
 * The time at which the recording's last sample stands. The first start fixes it and writes it down, so that later starts
 * continue the same replay and the stored history stays true.
 *
 * @param file   JSON `{"anchor": RFC 3339}`
 * @param nowMs  epoch milliseconds
 * @returns      epoch milliseconds, on a minute
 * @throws       {ForewarnError} `data-directory-unusable` when the file is there but damaged
 */
export function replayAnchor(file: string, nowMs: number): number {
  const known = readAnchor(file);
  if (known !== undefined) return known;
  const anchorMs = alignDown(nowMs, minuteMs) + minutesToCome * minuteMs;
  const temporary = `${file}.new`;
  writeFileSync(temporary, `${JSON.stringify({ anchor: toRfc3339(anchorMs) })}\n`);
  renameSync(temporary, file);
  return anchorMs;
}

function readAnchor(file: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw damaged(file, cause);
  }
  try {
    const anchorMs = Date.parse(String((JSON.parse(text) as { anchor?: unknown }).anchor));
    if (Number.isNaN(anchorMs) || anchorMs % minuteMs !== 0)
      throw new Error('anchor is not a time on a minute');
    return anchorMs;
  } catch (cause) {
    throw damaged(file, cause);
  }
}

const damaged = (file: string, cause: unknown): ForewarnError =>
  new ForewarnError('data-directory-unusable', `${file} cannot be read: delete its directory to begin anew`, {
    details: { file },
    cause,
  });
