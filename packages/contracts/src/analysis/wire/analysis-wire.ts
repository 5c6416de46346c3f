import type { Analysis } from '@forewarn/analysis';
import { invalidEvent } from '../../encoding/event-error.js';
import { seriesFromWire, seriesToWire } from '../../encoding/series-wire.js';
import type {
  SeriesAnalyzed,
  SeriesAnalyzed__Output,
} from '../../generated/forewarn/events/v1/SeriesAnalyzed.js';
import {
  aggregatesFromWire,
  autocorrelationFromWire,
  decompositionFromWire,
  dickeyFullerFromWire,
  forecastFromWire,
  hodrickPrescottFromWire,
} from './stages-from-wire.js';
import {
  aggregatesToWire,
  autocorrelationToWire,
  decompositionToWire,
  dickeyFullerToWire,
  forecastToWire,
  hodrickPrescottToWire,
} from './stages-to-wire.js';
import { windowFromWire, windowToWire } from './window-wire.js';

/** The protobuf message of an analysis. */
export const analysisToWire = (analysis: Analysis): SeriesAnalyzed => ({
  series: seriesToWire(analysis.series, analysis.partition),
  window: windowToWire(analysis.window),
  dickeyFuller: dickeyFullerToWire(analysis.dickeyFuller),
  hodrickPrescott: hodrickPrescottToWire(analysis.hodrickPrescott),
  autocorrelation: autocorrelationToWire(analysis.autocorrelation),
  decomposition: decompositionToWire(analysis.decomposition),
  aggregates: aggregatesToWire(analysis.aggregates),
  forecast: forecastToWire(analysis.forecast),
  executionTimes: { ...analysis.executionTimes },
});

/**
 * The inverse of {@link analysisToWire}. The content is not validated further; `decodeSeriesAnalyzed` does that.
 *
 * @throws {ForewarnError} `invalid-event` when a part is absent
 */
export function analysisFromWire(wire: SeriesAnalyzed__Output): Analysis {
  if (!wire.executionTimes) throw invalidEvent('executionTimes', 'is missing');
  return {
    ...seriesFromWire(wire.series),
    window: windowFromWire(wire.window),
    dickeyFuller: dickeyFullerFromWire(wire.dickeyFuller),
    hodrickPrescott: hodrickPrescottFromWire(wire.hodrickPrescott),
    autocorrelation: autocorrelationFromWire(wire.autocorrelation),
    decomposition: decompositionFromWire(wire.decomposition),
    aggregates: aggregatesFromWire(wire.aggregates),
    forecast: forecastFromWire(wire.forecast),
    executionTimes: wire.executionTimes,
  };
}
