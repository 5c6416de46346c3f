import type {
  AnalysisReader,
  ExecutionTimes,
  Forecast,
  ForecastBacktest,
  SeriesProblem,
  SeriesProblemReader,
  StageOutcome,
  StoredResult,
} from '@forewarn/analysis';
import { canonicalSeries, compileMatchers, type ForewarnError, type Series } from '@forewarn/core';
import { minuteMs, type Sla, type SlaRepository, SloError } from '@forewarn/slo';
import { FakeMetricSource } from '@forewarn/testkit';
import type { About } from './routes/route-context.js';

/** The present of the tests: 20 seconds into a minute. */
export const nowMs = Date.UTC(2026, 10, 21, 12, 0, 20);

/** The minute that runs at {@link nowMs}. */
export const runningMinuteMs = Date.UTC(2026, 10, 21, 12, 0);

/** What a server on fakes tells of its data. */
export const exampleAbout: About = { mode: 'distributed', source: 'fakes', profile: 'default' };

/** A model that errs half as much as the last value carried on. */
export const exampleBacktest: ForecastBacktest = {
  originCount: 12,
  meanAbsoluteScaledError: 0.75,
  lastValueError: 1.5,
  coverage: 0.925,
  intervalScore: 4.5,
};

/** A metric source on raw samples, of gauges unless it is told otherwise. */
export class FakeSource extends FakeMetricSource {
  constructor() {
    super('gauge');
  }

  /** Adds a series with one raw sample at the start of each minute, the last in the newest finished minute. */
  addMinutes(series: Series, values: readonly (number | undefined)[]): void {
    const known = values.flatMap((value, at) =>
      value === undefined ? [] : [[runningMinuteMs - (values.length - at) * minuteMs, value] as const],
    );
    this.add(series, known);
  }
}

const notUsed = async (): Promise<never> => {
  throw new Error('the SLA manager does not read this');
};

/** SLAs, forecasts and execution times in memory. */
export class FakeStore implements SlaRepository, AnalysisReader, SeriesProblemReader {
  readonly slas = new Map<string, Sla>();
  readonly forecasts: StoredResult<StageOutcome<Forecast>>[] = [];
  readonly executionTimes: StoredResult<ExecutionTimes>[] = [];
  readonly problems: SeriesProblem[] = [];
  failure: ForewarnError | undefined;

  migrate = async () => this.answer(() => {});
  check = async () => this.answer(() => {});
  listSlas = async () =>
    this.answer(() => [...this.slas.values()].sort((a, b) => (a.name < b.name ? -1 : 1)));
  getSla = async (name: string) => this.answer(() => this.existing(name));
  createSla = async (sla: Sla) =>
    this.answer(() => {
      if (this.slas.has(sla.name))
        throw new SloError('sla-exists', `an SLA named ${sla.name} exists already`);
      this.slas.set(sla.name, sla);
    });
  replaceSla = async (sla: Sla) =>
    this.answer(() => {
      this.existing(sla.name);
      this.slas.set(sla.name, sla);
    });
  deleteSla = async (name: string) =>
    this.answer(() => {
      this.existing(name);
      this.slas.delete(name);
    });

  listForecasts: AnalysisReader['listForecasts'] = async (query, page) =>
    this.answer(() => paged(this.forecasts.filter(selected(query)), page));
  listExecutionTimes: AnalysisReader['listExecutionTimes'] = async (query, page) =>
    this.answer(() => paged(this.executionTimes.filter(selected(query)), page));
  listProblems: SeriesProblemReader['listProblems'] = async ({ code, nowMs: now }, page) =>
    this.answer(() => {
      const standing = this.problems.filter(
        (problem) => problem.expiresMs > now && (code === undefined || problem.code === code),
      );
      return pageOf(standing, page);
    });
  listSeries = notUsed;
  listDickeyFuller = notUsed;
  listAutocorrelation = notUsed;
  listAggregates = notUsed;
  listHodrickPrescott = notUsed;
  listDecomposition = notUsed;

  /** Stores a forecast of these means from the newest finished minute on, ±1 at 95 %. */
  addForecast(
    series: Series,
    means: readonly number[],
    windowEndMs = runningMinuteMs - minuteMs,
    partition = 'default',
  ): void {
    const points = means.map((mean, at) => ({
      timestampMs: windowEndMs + (at + 1) * minuteMs,
      mean,
      lower: mean - 1,
      upper: mean + 1,
    }));
    const forecast = {
      model: 'holt(additive)',
      modelChoice: 'selected',
      backtest: exampleBacktest,
      level: 0.95,
      stepMs: minuteMs,
      points,
      max: Math.max(...means),
      min: Math.min(...means),
      mean: means.reduce((sum, mean) => sum + mean, 0) / means.length,
    };
    this.forecasts.push({ ...stored(series, windowEndMs), partition, result: forecast });
  }

  /** Stores the outcome of the forecast stage. */
  addOutcome(series: Series, windowEndMs: number, result: StageOutcome<Forecast>): void {
    this.forecasts.push({ ...stored(series, windowEndMs), result });
  }

  /** Stores execution times in which every stage took as long. */
  addExecutionTimes(series: Series, windowEndMs: number, ms: number): void {
    const result = {
      dickeyFuller: ms,
      hodrickPrescott: ms,
      autocorrelation: ms,
      decomposition: ms,
      aggregates: ms,
      forecast: ms,
      total: 6 * ms,
    };
    this.executionTimes.push({ ...stored(series, windowEndMs), result });
  }

  private existing(name: string): Sla {
    const sla = this.slas.get(name);
    if (!sla) throw new SloError('sla-not-found', `there is no SLA named ${name}`);
    return sla;
  }

  private answer<T>(give: () => T): T {
    if (this.failure) throw this.failure;
    return give();
  }
}

const stored = (series: Series, endMs: number) => ({
  series,
  partition: 'default',
  window: { startMs: endMs - 60 * minuteMs, endMs, stepMs: minuteMs, sampleCount: 61, missingCount: 0 },
});

const selected =
  ({ metric, matchers = [], startMs, endMs }: Parameters<AnalysisReader['listForecasts']>[0]) =>
  ({ series, window }: Pick<StoredResult<unknown>, 'series' | 'window'>): boolean =>
    (metric === undefined || series.metric === metric) &&
    compileMatchers(matchers)(series.labels) &&
    (startMs === undefined || window.endMs >= startMs) &&
    (endMs === undefined || window.endMs <= endMs);

function paged<T extends Pick<StoredResult<unknown>, 'series'>>(
  all: readonly T[],
  { after, limit }: { readonly after?: string; readonly limit: number },
) {
  const sorted = all.toSorted((a, b) => (canonicalSeries(a.series) < canonicalSeries(b.series) ? -1 : 1));
  return pageOf(sorted, { limit, ...(after !== undefined && { after }) });
}

function pageOf<T>(all: readonly T[], { after, limit }: { readonly after?: string; readonly limit: number }) {
  const from = after === undefined ? 0 : Number(after);
  const items = all.slice(from, from + limit);
  return { items, ...(from + limit < all.length && { next: String(from + limit) }) };
}
