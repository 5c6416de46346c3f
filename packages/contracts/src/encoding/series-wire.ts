import type { Series } from '@forewarn/core';
import type { Series__Output, Series as WireSeries } from '../generated/forewarn/v1/Series.js';
import { invalidEvent } from './event-error.js';

/** A series and its short name for people. */
export const seriesToWire = (series: Series, partition: string): WireSeries => ({
  metric: series.metric,
  labels: { ...series.labels },
  partition,
});

/** The inverse of {@link seriesToWire}. @throws {ForewarnError} `invalid-event` when it is absent */
export function seriesFromWire(wire: Series__Output | null): { series: Series; partition: string } {
  if (!wire) throw invalidEvent('series', 'is missing');
  return { series: { metric: wire.metric, labels: wire.labels }, partition: wire.partition };
}
