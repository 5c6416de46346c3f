import { type CallOptions, ForewarnError, type MetricSource } from '@forewarn/core';
import { InvalidRequestError } from '@forewarn/http';
import { minuteMs, SloError } from '@forewarn/slo';
import type { SlaLimits } from '../sla-limits.js';

/** What is looked at: long enough for a series that is scraped once in five minutes. */
const triedMs = 5 * minuteMs;

/**
 * Asks the source for the last minutes of an expression, so that what is wrong with it is told to whoever defines it.
 *
 * @throws {InvalidRequestError} with what the source says, where it refuses the expression
 * @throws {ForewarnError} `too-many-series`; what keeps the source from answering
 */
export async function tryExpression(
  source: Pick<MetricSource, 'queryExpression'>,
  expression: string,
  { nowMs, limits }: { readonly nowMs: number; readonly limits: SlaLimits },
  options: CallOptions,
): Promise<void> {
  const range = { startMs: nowMs - triedMs, endMs: nowMs };
  const { samples } = await source.queryExpression(expression, range, minuteMs, options).catch(refusal);
  const most = limits.seriesPerObjective;
  if (samples.length <= most) return;
  throw new SloError(
    'too-many-series',
    `the expression comes to ${samples.length} series, at most ${most} are evaluated: aggregate them, or select fewer`,
    { details: { count: samples.length, most } },
  );
}

function refusal(thrown: unknown): never {
  const error = ForewarnError.from(thrown);
  if (error.code !== 'prometheus-rejected') throw error;
  throw new InvalidRequestError([{ path: 'expression', message: error.told ?? error.message }]);
}
