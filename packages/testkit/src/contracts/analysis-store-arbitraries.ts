import type { Analysis, StageOutcome, Unavailable } from '@forewarn/analysis';
import fc from 'fast-check';
import { firstEndMs, windowUpTo } from './analysis-store-examples.js';

const minuteMs = 60_000;

/** Doubles that SQL can hold. Columns do not keep the sign of zero. */
const finite = fc
  .oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(1e308, -1e308, Number.MAX_VALUE, Number.MIN_VALUE, 1e-300, 2 ** -1022, 0.1 + 0.2),
  )
  .map((value) => value + 0);

const finiteOrNaN = fc.oneof(
  { weight: 9, arbitrary: finite },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);

/** In arrays the sign of zero is kept. */
const arrayValue = fc.oneof({ weight: 9, arbitrary: finiteOrNaN }, { weight: 1, arbitrary: fc.constant(-0) });

/** Text with quotes, backslashes, line ends, letters of any script, emoji, and spaces at the end; without NUL. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }).map((value) => value.replaceAll('\0', '')),
  fc.constantFrom('', ' ', 'sda ', '"', '\\', '\n', "'; DROP TABLE series; --", 'Ä', 'ä', '磁盘', '💾', '%_'),
);

const labels = fc
  .array(fc.tuple(fc.constantFrom('device', 'job', 'Job', 'a', 'instance', '_x1'), text), { maxLength: 4 })
  .map((pairs) => Object.fromEntries(pairs));

const outcome = <T>(result: fc.Arbitrary<T>): fc.Arbitrary<StageOutcome<T>> => {
  const unavailable: fc.Arbitrary<Unavailable> = fc.record({
    reason: fc.constantFrom('constant-series', 'too-few-samples'),
    detail: text,
  });
  return fc.oneof({ weight: 4, arbitrary: result }, { weight: 1, arbitrary: unavailable });
};

const values = (length: number) =>
  fc.array(arrayValue, { minLength: length, maxLength: length }).map((array) => Float64Array.from(array));

const dickeyFuller = fc.record({
  statistic: finiteOrNaN,
  pValue: finiteOrNaN,
  usedLag: fc.nat(),
  observations: fc.nat(),
  criticalValues: fc.record({ '1%': finiteOrNaN, '5%': finiteOrNaN, '10%': finiteOrNaN }),
  stationary: fc.boolean(),
});

const aggregates = fc.record({
  bins: fc.array(
    fc.record({
      binMs: fc.integer({ min: 1 }),
      binCount: fc.nat(),
      max: finiteOrNaN,
      min: finiteOrNaN,
      mean: finiteOrNaN,
      standardDeviation: fc.option(finite),
    }),
    { maxLength: 4 },
  ),
});

const backtest = fc.record({
  originCount: fc.integer({ min: 1 }),
  meanAbsoluteScaledError: finiteOrNaN,
  lastValueError: finiteOrNaN,
  coverage: finiteOrNaN,
  intervalScore: finiteOrNaN,
});

const forecast = fc.record({
  model: text,
  modelChoice: text,
  backtest: fc.option(backtest),
  level: finiteOrNaN,
  stepMs: fc.constant(minuteMs),
  points: fc.array(
    fc.record({
      timestampMs: fc.integer({ min: 0, max: 4e12 }),
      mean: arrayValue,
      lower: arrayValue,
      upper: arrayValue,
    }),
    { maxLength: 12 },
  ),
  max: finiteOrNaN,
  min: finiteOrNaN,
  mean: finiteOrNaN,
});

const executionTimes = fc.record({
  dickeyFuller: finiteOrNaN,
  hodrickPrescott: finiteOrNaN,
  autocorrelation: finiteOrNaN,
  decomposition: finiteOrNaN,
  aggregates: finiteOrNaN,
  forecast: finiteOrNaN,
  total: finiteOrNaN,
});

/** Any analysis that a store must give back as it was. */
export const anyAnalysis: fc.Arbitrary<Analysis> = fc
  .record({ points: fc.integer({ min: 1, max: 8 }), minutes: fc.nat(1000) })
  .chain(({ points, minutes }) =>
    fc.record({
      series: fc.record({ metric: fc.constantFrom('a', 'ab', 'a:b', 'node_disk'), labels }),
      partition: text,
      window: fc.constant(windowUpTo(firstEndMs + minutes * minuteMs, points)),
      dickeyFuller: outcome(dickeyFuller),
      hodrickPrescott: outcome(fc.record({ lambda: finite, cycle: values(points), trend: values(points) })),
      autocorrelation: outcome(fc.record({ values: fc.nat(5).chain(values) })),
      decomposition: outcome(
        fc.record({
          model: fc.constantFrom('additive' as const, 'multiplicative' as const),
          period: fc.nat(),
          trend: values(points),
          seasonal: values(points),
          residual: values(points),
        }),
      ),
      aggregates: outcome(aggregates),
      forecast: outcome(forecast),
      executionTimes,
    }),
  );
