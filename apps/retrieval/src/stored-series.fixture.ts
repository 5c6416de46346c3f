import type { StoredSeries } from '@forewarn/analysis';
import type { FakeStore, StoredRows } from '@forewarn/testkit';

const stepMs = 60_000;
const endMs = Date.UTC(2025, 0, 1, 12);

/** A series that is told apart from others by its number. */
export const storedSeries = (index: number, points = 3, more = {}): StoredSeries => ({
  series: { metric: 'node_load1', labels: { instance: `host-${index}`, ...more } },
  partition: 'default',
  window: { startMs: endMs - (points - 1) * stepMs, endMs, stepMs, sampleCount: points, missingCount: 0 },
});

/** How much a store holds. */
export interface StoredAmount {
  /** Default 3. */
  readonly seriesCount?: number;
  /** Grid points of each. Default 3. */
  readonly points?: number;
  /** What each has beside its instance. Default: nothing. */
  readonly labels?: (index: number) => Readonly<Record<string, string>>;
}

/** Lets a store hold that many alike series and their results, which are made as they are read. */
export function holdSeries(
  store: FakeStore,
  { seriesCount = 3, points = 3, labels }: StoredAmount = {},
): void {
  const rows = <T>(item: (stored: StoredSeries) => T): StoredRows<T> => ({
    length: seriesCount,
    at: (index) => item(storedSeries(index, points, labels?.(index))),
  });
  const results = <T>(result: () => T) => rows((stored) => ({ ...stored, result: result() }));
  const column = (valueAt: (index: number) => number) =>
    Float64Array.from({ length: points }, (_, index) => valueAt(index));
  const trend = () => column((index) => index);

  store.hold(
    'listSeries',
    rows((stored) => stored),
  );
  store.hold(
    'listDickeyFuller',
    results(() => dickeyFuller),
  );
  store.hold(
    'listAutocorrelation',
    results(() => ({ values: Float64Array.of(1, 0.5) })),
  );
  store.hold(
    'listAggregates',
    results(() => ({ bins: [bin] })),
  );
  store.hold(
    'listForecasts',
    results(() => ({ reason: 'gap', detail: '17 minutes are missing' })),
  );
  store.hold(
    'listHodrickPrescott',
    results(() => ({ lambda: 1600, cycle: column(() => 0.5), trend: trend() })),
  );
  const decomposition = () => {
    const rest = column(() => 0);
    return { model: 'additive' as const, period: 60, trend: trend(), seasonal: rest, residual: rest };
  };
  store.hold('listDecomposition', results(decomposition));
}

const dickeyFuller = {
  statistic: -3.5,
  pValue: 0.01,
  usedLag: 1,
  observations: 9,
  criticalValues: { '1%': -3.4, '5%': -2.9, '10%': -2.6 },
  stationary: true,
};

const bin = { binMs: 3_600_000, binCount: 1, max: 2, min: 2, mean: 2, standardDeviation: null };
