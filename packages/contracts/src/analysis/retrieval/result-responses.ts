import type {
  Aggregates,
  Autocorrelation,
  DickeyFuller,
  Forecast,
  StageOutcome,
  StoredResult,
  StoredSeries,
} from '@forewarn/analysis';
import { seriesToWire } from '../../encoding/series-wire.js';
import type { AnalyzedSeries } from '../../generated/dataretrieval/v1/AnalyzedSeries.js';
import type { ListAggregatesResponse } from '../../generated/dataretrieval/v1/ListAggregatesResponse.js';
import type { ListAutocorrelationResponse } from '../../generated/dataretrieval/v1/ListAutocorrelationResponse.js';
import type { ListForecastsResponse } from '../../generated/dataretrieval/v1/ListForecastsResponse.js';
import type { SeriesDickeyFuller } from '../../generated/dataretrieval/v1/SeriesDickeyFuller.js';
import {
  aggregatesToWire,
  autocorrelationToWire,
  dickeyFullerToWire,
  forecastToWire,
} from '../wire/stages-to-wire.js';
import { windowToWire } from '../wire/window-wire.js';

/** A stored series and the window of what was stored. */
export const storedSeriesToWire = ({ series, partition, window }: StoredSeries): AnalyzedSeries => ({
  series: seriesToWire(series, partition),
  window: windowToWire(window),
});

/** A stored test. */
export const storedDickeyFullerToWire = (
  stored: StoredResult<StageOutcome<DickeyFuller>>,
): SeriesDickeyFuller => ({
  ...storedSeriesToWire(stored),
  dickeyFuller: dickeyFullerToWire(stored.result),
});

/** A stored autocorrelation. */
export const storedAutocorrelationToWire = (
  stored: StoredResult<StageOutcome<Autocorrelation>>,
): ListAutocorrelationResponse => ({
  ...storedSeriesToWire(stored),
  autocorrelation: autocorrelationToWire(stored.result),
});

/** Stored aggregates. */
export const storedAggregatesToWire = (
  stored: StoredResult<StageOutcome<Aggregates>>,
): ListAggregatesResponse => ({
  ...storedSeriesToWire(stored),
  aggregates: aggregatesToWire(stored.result),
});

/** A stored forecast. */
export const storedForecastToWire = (
  stored: StoredResult<StageOutcome<Forecast>>,
): ListForecastsResponse => ({
  ...storedSeriesToWire(stored),
  forecast: forecastToWire(stored.result),
});
