import type {
  Aggregates,
  AnalysisQuery,
  Autocorrelation,
  Decomposition,
  DickeyFuller,
  ExecutionTimes,
  Forecast,
  HodrickPrescott,
  StageOutcome,
  StoredResult,
  StoredSeries,
} from '@forewarn/analysis';
import type { Page, PageRequest } from '@forewarn/core';
import type { RetrievalDeps } from './create-retrieval.js';

const stepMs = 60_000;
const endMs = Date.UTC(2025, 0, 1, 12);

/** The series that the fake store has at a position. */
export const storedSeries = (index: number, points = 3): StoredSeries => ({
  series: { metric: 'node_load1', labels: { instance: `host-${index}` } },
  partition: 'default',
  window: { startMs: endMs - (points - 1) * stepMs, endMs, stepMs, sampleCount: points, missingCount: 0 },
});

/** A store of `seriesCount` alike series, made as they are read; it counts the pages and can be told to fail or to hang. */
export class FakeStore implements RetrievalStore {
  seriesCount = 3;
  points = 3;
  /** Thrown by every reading. */
  failure: unknown;
  /** Thrown by the check. */
  checkFailure: unknown;
  /** Whether readings resolve only by being aborted. */
  hangs = false;
  pagesRead = 0;
  readonly queries: AnalysisQuery[] = [];

  async migrate(): Promise<void> {}

  async check(): Promise<void> {
    if (this.checkFailure) throw this.checkFailure;
  }

  listSeries(query: AnalysisQuery, page: PageRequest): Promise<Page<StoredSeries>> {
    return this.#page(query, page, (stored) => stored);
  }

  listDickeyFuller(query: AnalysisQuery, page: PageRequest): Outcomes<DickeyFuller> {
    const criticalValues = { '1%': -3.4, '5%': -2.9, '10%': -2.6 };
    const result = {
      statistic: -3.5,
      pValue: 0.01,
      usedLag: 1,
      observations: 9,
      criticalValues,
      stationary: true,
    };
    return this.#page(query, page, (stored) => ({ ...stored, result }));
  }

  listAutocorrelation(query: AnalysisQuery, page: PageRequest): Outcomes<Autocorrelation> {
    return this.#page(query, page, (stored) => ({ ...stored, result: { values: Float64Array.of(1, 0.5) } }));
  }

  listAggregates(query: AnalysisQuery, page: PageRequest): Outcomes<Aggregates> {
    const bin = { binMs: 3_600_000, binCount: 1, max: 2, min: 2, mean: 2, standardDeviation: null };
    return this.#page(query, page, (stored) => ({ ...stored, result: { bins: [bin] } }));
  }

  listForecasts(query: AnalysisQuery, page: PageRequest): Outcomes<Forecast> {
    const result = { reason: 'gap', detail: '17 minutes are missing' };
    return this.#page(query, page, (stored) => ({ ...stored, result }));
  }

  listExecutionTimes(): Promise<Page<StoredResult<ExecutionTimes>>> {
    throw new Error('the retrieval service does not read execution times');
  }

  listHodrickPrescott(query: AnalysisQuery, page: PageRequest): Outcomes<HodrickPrescott> {
    const cycle = new Float64Array(this.points).fill(0.5);
    const trend = Float64Array.from({ length: this.points }, (_, index) => index);
    return this.#page(query, page, (stored) => ({ ...stored, result: { lambda: 1600, cycle, trend } }));
  }

  listDecomposition(query: AnalysisQuery, page: PageRequest): Outcomes<Decomposition> {
    return this.#page(query, page, (stored) => {
      const trend = Float64Array.from({ length: this.points }, (_, index) => index);
      const rest = new Float64Array(this.points);
      return { ...stored, result: { model: 'additive', period: 60, trend, seasonal: rest, residual: rest } };
    });
  }

  async #page<T>(
    query: AnalysisQuery,
    { after = '0', limit, signal }: PageRequest,
    item: (stored: StoredSeries) => T,
  ): Promise<Page<T>> {
    this.pagesRead += 1;
    this.queries.push(query);
    if (this.failure) throw this.failure;
    if (this.hangs) await aborted(signal);
    const from = Number(after);
    const to = Math.min(this.seriesCount, from + limit);
    const items = Array.from({ length: to - from }, (_, index) =>
      item(storedSeries(from + index, this.points)),
    );
    return to < this.seriesCount ? { items, next: String(to) } : { items };
  }
}

type RetrievalStore = RetrievalDeps['store'];
type Outcomes<T> = Promise<Page<StoredResult<StageOutcome<T>>>>;

const aborted = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
