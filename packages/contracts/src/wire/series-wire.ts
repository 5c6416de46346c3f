import type { Window } from '@forewarn/analysis';
import type { Series } from '@forewarn/core';
import { invalidEvent } from '../events/event-error.js';
import type { Series__Output, Series as WireSeries } from '../generated/forewarn/v1/Series.js';
import type { Window__Output, Window as WireWindow } from '../generated/forewarn/v1/Window.js';
import { timestampFromWire, timestampToWire } from './timestamp.js';

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

/** A window. */
export const windowToWire = (window: Window): WireWindow => ({
  start: timestampToWire(window.startMs),
  end: timestampToWire(window.endMs),
  stepMs: window.stepMs,
  sampleCount: window.sampleCount,
  missingCount: window.missingCount,
});

/** The inverse of {@link windowToWire}. @throws {ForewarnError} `invalid-event` when a part is absent */
export function windowFromWire(wire: Window__Output | null): Window {
  if (!wire?.start || !wire.end) throw invalidEvent('window', 'is missing its start or end');
  return {
    startMs: timestampFromWire(wire.start),
    endMs: timestampFromWire(wire.end),
    stepMs: wire.stepMs,
    sampleCount: wire.sampleCount,
    missingCount: wire.missingCount,
  };
}
