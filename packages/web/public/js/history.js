/** How an objective stood, minute by minute, and that in words. */

import { formatSpan, formatTime, shownState, stateNames, states } from './format.js';

const minuteMs = 60_000;

/** A verdict comes some seconds behind its minute: the newest minutes are not called missing at once. */
const patienceMs = 2 * minuteMs;

/** Minutes without a verdict. */
const none = { state: 'none', name: 'No verdict', reason: null };

/**
 * Consecutive minutes in which an objective stood the same, oldest first: each run begins where the one before it ends.
 * Minutes without a verdict are runs of the state `none`.
 *
 * @param history  as `/history` gives it, newest first
 * @returns        runs with `startMs`, `endMs` (epoch milliseconds), `state`, its `name` for people, and `reason`, a short name or null
 */
export function historyRuns({ range, verdicts }) {
  const byMinute = new Map(verdicts.map((verdict) => [Date.parse(verdict.minuteEnd), verdict]));
  const firstMs = wholeMinutes(Date.parse(range.start));
  const lastMs = wholeMinutes(Date.parse(range.end));
  const newestMs = Math.max(...byMinute.keys());
  const endOfAllMs = lastMs - newestMs <= patienceMs ? newestMs : lastMs;
  const runs = [];
  for (let endMs = firstMs + minuteMs; endMs <= endOfAllMs; endMs += minuteMs) {
    const cell = cellOf(byMinute.get(endMs));
    const run = runs.at(-1);
    if (run?.name === cell.name && run.reason === cell.reason) run.endMs = endMs;
    else runs.push({ ...cell, startMs: endMs - minuteMs, endMs });
  }
  return runs;
}

const wholeMinutes = (ms) => Math.floor(ms / minuteMs) * minuteMs;

function cellOf(verdict) {
  if (!verdict) return none;
  const reason = verdict.reason === null ? null : { reason: verdict.reason };
  const { state, name } = shownState({ state: verdict.state, reason });
  // Maintenance is named after its reason already.
  return { state, name, reason: name === stateNames[state] ? verdict.reason : null };
}

/** @returns minutes of a run */
export const minutesOf = ({ startMs, endMs }) => (endMs - startMs) / minuteMs;

const ranks = [...states, 'ended', none.state];

const list = new Intl.ListFormat('en-GB');

/** What the runs of the last three hours come to: `Violated 12 minutes and at risk 3 minutes of the last 3 hours`. */
export function historySentence(runs) {
  const minutes = new Map();
  const worstFirst = runs.toSorted((a, b) => ranks.indexOf(a.state) - ranks.indexOf(b.state));
  for (const run of worstFirst) minutes.set(run.name, (minutes.get(run.name) ?? 0) + minutesOf(run));
  const [name = none.name] = minutes.keys();
  if (minutes.size < 2) return `${name} ${name === none.name ? 'in' : 'throughout'} the last 3\u00a0hours`;
  minutes.delete(stateNames.ok);
  const parts = [...minutes].map(([each, count]) => `${inSentence(each)} ${minutesText(count)}`);
  const text = list.format(parts);
  return `${text[0].toUpperCase()}${text.slice(1)} of the last 3\u00a0hours`;
}

const inSentence = (name) => (name === none.name ? 'without a verdict' : name.toLowerCase());

function minutesText(count) {
  if (count >= 60) return formatSpan(count * 60);
  return count === 1 ? '1\u00a0minute' : `${count}\u00a0minutes`;
}

/** A run in words: `Violated, 11:20 to 11:32`. */
export function runTitle({ name, reason, startMs, endMs }, nowMs) {
  const why = reason === null ? '' : ` (${reason})`;
  return `${name}${why}, ${formatTime(startMs, nowMs)} to ${formatTime(endMs, nowMs)}`;
}
