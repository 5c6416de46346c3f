import { type CallOptions, ForewarnError, type MetricSource } from '@forewarn/core';
import { InvalidRequestError } from '@forewarn/http';
import { type Indicator, minuteMs, type Ratio, SloError } from '@forewarn/slo';
import type { SlaLimits } from '../sla-limits.js';

/** What is looked at: long enough for a series that is scraped once in five minutes. */
const triedMs = 5 * minuteMs;

/** Against what an indicator is tried. */
interface Trial {
  readonly nowMs: number;
  readonly limits: Pick<SlaLimits, 'seriesPerObjective'>;
}

/**
 * Asks the source for the last minutes of an indicator, so that what is wrong with it is told to whoever defines it.
 *
 * @throws {InvalidRequestError} with what the source says, where it refuses an expression or a selector
 * @throws {ForewarnError} `too-many-series`; what keeps the source from answering
 */
export async function tryIndicator(
  source: Pick<MetricSource, 'queryExpression' | 'listSeries'>,
  { definition }: Indicator,
  { nowMs, limits }: Trial,
  options: CallOptions,
): Promise<void> {
  const range = { startMs: nowMs - triedMs, endMs: nowMs };
  const most = limits.seriesPerObjective;
  if ('expression' in definition) {
    const query = source.queryExpression(definition.expression, range, minuteMs, options);
    const { samples } = await query.catch(refusedAt('expression'));
    requireFew('the expression comes to', samples.length, most);
  }
  if ('ratio' in definition) {
    for (const [name, selector] of countersOf(definition.ratio)) {
      const counters = await source.listSeries(selector, range, options).catch(refusedAt(`ratio.${name}`));
      requireFew(`ratio.${name} selects`, counters.length, most);
    }
  }
}

const countersOf = ({ counted, events, total }: Ratio) =>
  [
    [counted, events],
    ['total', total],
  ] as const;

function requireFew(what: string, count: number, most: number): void {
  if (count <= most) return;
  throw new SloError(
    'too-many-series',
    `${what} ${count} series, at most ${most} are evaluated: aggregate them, or select fewer`,
    { details: { count, most } },
  );
}

const refusedAt =
  (path: string) =>
  (thrown: unknown): never => {
    const error = ForewarnError.from(thrown);
    if (error.code !== 'prometheus-rejected') throw error;
    throw new InvalidRequestError([{ path, message: error.told ?? error.message }]);
  };
