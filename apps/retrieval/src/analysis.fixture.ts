import type { Analysis } from '@forewarn/analysis';
import { storedSeries } from './stored-series.fixture.js';

const none = { reason: 'gap', detail: '' };

/** An analysis of a series by number; `points` makes it large. */
export function analysis(index: number, points = 3): Analysis {
  const column = new Float64Array(points);
  return {
    ...storedSeries(index, points),
    dickeyFuller: none,
    hodrickPrescott: { lambda: 1600, cycle: column, trend: column },
    autocorrelation: none,
    decomposition: none,
    aggregates: none,
    forecast: none,
    executionTimes: {
      dickeyFuller: 0,
      hodrickPrescott: 0,
      autocorrelation: 0,
      decomposition: 0,
      aggregates: 0,
      forecast: 0,
      total: 0,
    },
  };
}
