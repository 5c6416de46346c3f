import type { Window } from '@forewarn/analysis';
import { invalidEvent } from '../../encoding/event-error.js';
import { timestampFromWire, timestampToWire } from '../../encoding/timestamp.js';
import type { Window__Output, Window as WireWindow } from '../../generated/forewarn/v1/Window.js';

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
