import type { StoredSeries } from '@forewarn/analysis';
import { type CallOptions, canonicalSeries, selectorOf } from '@forewarn/core';
import type { Retrieval } from '../retrieval/retrieval.js';
import { aggregatesTable } from '../tables/aggregates-table.js';
import { autocorrelationTable } from '../tables/autocorrelation-table.js';
import { decompositionTable } from '../tables/decomposition-table.js';
import { dickeyFullerTable } from '../tables/dickey-fuller-table.js';
import { forecastTable } from '../tables/forecast-table.js';
import { hodrickPrescottTable } from '../tables/hodrick-prescott-table.js';
import { seriesHeading } from '../tables/series-heading.js';
import type { TableOptions } from '../tables/stage-table.js';

/** How a report looks. */
export interface ReportOptions extends TableOptions, CallOptions {
  /** Makes a heading stand out; returns it as it is where there are no colours. */
  heading(text: string): string;
}

/** Everything that is stored of a metric, partition by partition, each stage as a table. */
export async function* metricReport(
  retrieval: Retrieval,
  metric: string,
  options: ReportOptions,
): AsyncGenerator<string> {
  let isEmpty = true;
  for await (const stored of retrieval.series({ metric }, options)) {
    isEmpty = false;
    yield `\n${options.heading(seriesHeading(stored))}${await seriesReport(retrieval, stored, options)}`;
  }
  if (isEmpty) yield `\nno series of ${metric} has been analysed yet\n`;
}

async function seriesReport(
  retrieval: Retrieval,
  stored: StoredSeries,
  options: ReportOptions,
): Promise<string> {
  const query = selectorOf(stored.series);
  const section = async <T extends StoredSeries>(
    title: string,
    results: AsyncIterable<T>,
    table: (result: T, options: TableOptions) => string,
  ): Promise<string> => {
    const found = await resultOf(stored, results);
    return `\n${options.heading(`${title}\n`)}${found ? table(found, options) : 'nothing stored\n'}`;
  };
  const sections = await Promise.all([
    section('Augmented Dickey–Fuller', retrieval.dickeyFuller(query, options), dickeyFullerTable),
    section('Decomposition', retrieval.decomposition(query, options), decompositionTable),
    section('Hodrick–Prescott', retrieval.hodrickPrescott(query, options), hodrickPrescottTable),
    section('Autocorrelation', retrieval.autocorrelation(query, options), autocorrelationTable),
    section('Aggregates', retrieval.aggregates(query, options), aggregatesTable),
    section('Forecast', retrieval.forecasts(query, options), forecastTable),
  ]);
  return sections.join('');
}

/** The result of exactly this series: a selection also finds series that have further labels. */
async function resultOf<T extends StoredSeries>(
  { series }: StoredSeries,
  results: AsyncIterable<T>,
): Promise<T | undefined> {
  const wanted = canonicalSeries(series);
  for await (const result of results) if (canonicalSeries(result.series) === wanted) return result;
  return undefined;
}
