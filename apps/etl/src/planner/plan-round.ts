import type { AnalysisRequest } from '@forewarn/contracts';
import {
  canonicalSeries,
  createConcurrencyLimit,
  type EventLog,
  ForewarnError,
  formatSelector,
  type MetricSource,
  partitionOf,
  type Series,
  type SeriesSelector,
  type TopicContract,
} from '@forewarn/core';
import { indicatorLabel, type Maintenance } from '@forewarn/slo';
import type { PlannedSelector } from '../definitions/known-definitions.js';
import type { ProblemReporter } from '../problems/problem-reporter.js';
import type { ProblemSubject } from '../problems/problem-tracker.js';
import { resultOrOwnError } from '../source/own-error.js';
import type { SourceProbe } from '../source/source-probe.js';
import { type LeftOutOptions, leftOutOf } from './left-out.js';

/** Fewer than a source asks of Prometheus at once, so that selectors that hang leave places for the workers. */
const selectorsAtOnce = 3;

/** What one round of planning needs. */
export interface PlanRoundOptions extends LeftOutOptions {
  readonly source: MetricSource;
  readonly eventLog: EventLog;
  readonly namespace: string;
  readonly requests: TopicContract<AnalysisRequest>;
  /** What is analysed, as it is known when a round is planned. */
  readonly selectors: (signal: AbortSignal) => Promise<readonly PlannedSelector[]>;
  /** Labels that name a series for people, most telling first. */
  readonly partitionLabels: readonly string[];
  /** A series is planned while it has a sample this close to the window's end. */
  readonly activityMs: number;
  readonly problems: ProblemReporter;
  readonly probe: SourceProbe;
}

/**
 * Finds the series that match the selectors now and appends one analysis request for each, keyed by series.
 * A series that several selectors match is asked for once, without the maintenance of any of them. A selector whose series cannot be found out, while the source answers
 * others, is passed over and tried again in a later round.
 *
 * @param windowEndMs  aligned end of the windows to analyse
 * @param signal       ends the round; what was appended by then stays
 * @returns            the number of requests
 * @throws             {ForewarnError} of the metric source and the event log; what the first selector failed with, when all did
 */
export async function planRound(
  windowEndMs: number,
  options: PlanRoundOptions,
  signal: AbortSignal,
): Promise<number> {
  const { eventLog, namespace, requests: topic } = options;
  // What an indicator comes to may have no other label that tells it from others.
  const labels = [...options.partitionLabels, indicatorLabel];
  const leftOutIn = leftOutOf(windowEndMs, options);
  const requests = new Map<string, AnalysisRequest>();
  for (const { selector, maintenance, series } of await seriesBySelector(windowEndMs, options, signal)) {
    const leftOut = leftOutIn(maintenance);
    for (const one of series) {
      const key = canonicalSeries(one);
      const known = requests.get(key);
      if (!known) {
        const partition = partitionOf(one, labels);
        requests.set(key, { series: one, partition, windowEndMs, selector, leftOut });
      } else if (leftOut.length > 0)
        requests.set(key, { ...known, leftOut: leftOutIn([...known.leftOut, ...leftOut]) });
    }
  }
  const records = Array.from(requests.values(), (request) => topic.encode(request));
  if (records.length > 0) await eventLog.append(topic.name(namespace), records, { signal });
  return records.length;
}

interface Found {
  readonly selector: string;
  readonly maintenance: readonly Maintenance[];
  readonly series: readonly Series[];
}

async function seriesBySelector(
  windowEndMs: number,
  options: PlanRoundOptions,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const { problems } = options;
  const selectors = await options.selectors(signal);
  const due: PlannedSelector[] = [];
  for (const planned of selectors)
    if (await problems.isDue(subjectOf(planned.selector), windowEndMs, signal)) due.push(planned);
  // Nothing else is to be done in a round in which none is due.
  const asked = due.length > 0 ? due : selectors;
  const found: Found[] = [];
  let failure: ForewarnError | undefined;
  for (const outcome of await listed(asked, windowEndMs, options, signal)) {
    if (outcome instanceof ForewarnError) failure ??= outcome;
    else found.push(outcome);
  }
  // The round is tried again: a source that answers nothing that matters is as good as away.
  if (failure && found.length === 0) throw failure;
  return found;
}

/**
 * What becomes of each selector, in their order. One that takes long lets the next ones pass.
 *
 * @throws {ForewarnError} the first that is no selector's own, once nothing is asked any more
 */
async function listed(
  selectors: readonly PlannedSelector[],
  windowEndMs: number,
  options: PlanRoundOptions,
  signal: AbortSignal,
): Promise<readonly (Found | ForewarnError)[]> {
  const limit = createConcurrencyLimit({ concurrent: selectorsAtOnce, what: 'finding out series' });
  const failing = new AbortController();
  const going = AbortSignal.any([signal, failing.signal]);
  let failure: ForewarnError | undefined;
  const tasks = selectors.map((planned) =>
    limit
      .run(() => seriesOf(planned, windowEndMs, options, going), going)
      .catch((thrown: unknown) => {
        failure ??= ForewarnError.from(thrown);
        failing.abort('the round fails');
        return failure;
      }),
  );
  // All of them end, so that nothing goes on beside the next attempt.
  const outcomes = await Promise.all(tasks);
  if (failure) throw failure;
  return outcomes;
}

/** The series that match now, or the error that is this selector's alone. @throws all other errors */
async function seriesOf(
  { selector, maintenance }: PlannedSelector,
  windowEndMs: number,
  { source, activityMs, problems, probe }: PlanRoundOptions,
  signal: AbortSignal,
): Promise<Found | ForewarnError> {
  const subject = subjectOf(selector);
  const range = { startMs: windowEndMs - activityMs, endMs: windowEndMs };
  const outcome = await resultOrOwnError(
    () => source.listSeries(selector, range, { signal }),
    (error) => probe.isFaultOfQuery(error, signal),
  );
  if (outcome instanceof ForewarnError) {
    await problems.failed(subject, outcome, windowEndMs, { signal });
    return outcome;
  }
  await problems.succeeded(subject, signal);
  return { selector: subject.name, maintenance, series: outcome };
}

function subjectOf(selector: SeriesSelector): ProblemSubject {
  const name = formatSelector(selector);
  return { kind: 'selector', name, partition: '', selector: name };
}
