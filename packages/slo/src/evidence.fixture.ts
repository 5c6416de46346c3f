import type { Forecast } from '@forewarn/analysis';
import type { SeriesEvidence } from './evaluate-series.js';
import { minuteMs } from './minute-means.js';
import type { DatedForecast } from './prediction.js';
import type { Objective } from './sla.js';

/** The present of the examples: 20 seconds into a minute. */
export const nowMs = 10_000 * minuteMs + 20_000;
/** The minute that runs at `nowMs`. */
export const endMinute = 10_000;

/** At most 5 in 90 % of an hour’s minutes. */
export const objective: Objective = {
  name: 'memory',
  indicator: { metric: 'm', matchers: [] },
  bounds: { max: 5 },
  target: 0.9,
  window: { rollingMs: 60 * minuteMs },
};

/** One value a minute; undefined where a minute has no data. The last is the newest finished minute. */
export function evidenceOf(
  values: readonly (number | undefined)[],
  forecast: DatedForecast | undefined = calm,
  name = 'a',
): SeriesEvidence {
  const known = values.flatMap((value, at) =>
    value === undefined ? [] : [[(endMinute - values.length + at) * minuteMs, value] as const],
  );
  return {
    series: { metric: 'm', labels: { name } },
    samples: {
      timesMs: Float64Array.from(known, ([time]) => time),
      values: Float64Array.from(known, ([, value]) => value),
    },
    ...(forecast && { forecast }),
  };
}

/** Three minutes of the same mean, ± 0.1, from the end of a window on. */
export function forecastOf(mean: number, windowEndMs = endMinute * minuteMs): DatedForecast {
  const points = [1, 2, 3].map((step) => ({
    timestampMs: windowEndMs + step * minuteMs,
    mean,
    lower: mean - 0.1,
    upper: mean + 0.1,
  }));
  const forecast: Forecast = {
    model: 'm',
    modelChoice: '',
    backtest: null,
    level: 0.95,
    stepMs: minuteMs,
    points,
    max: mean,
    min: mean,
    mean,
  };
  return { windowEndMs, forecast };
}

/** A forecast far within the bounds. */
export const calm = forecastOf(1);
/** A forecast far outside them. */
export const stormy = forecastOf(9);
