import type { StoredSeries } from '@forewarn/analysis';
import { seriesFromWire, windowFromWire } from '@forewarn/contracts';

/** The series and window that stand at the head of every answer. */
interface WireHead {
  readonly series: Parameters<typeof seriesFromWire>[0];
  readonly window: Parameters<typeof windowFromWire>[0];
}

/** Reads the head of an answer. @throws {ForewarnError} `invalid-event` when a part is absent */
export const storedSeries = (wire: WireHead): StoredSeries => ({
  ...seriesFromWire(wire.series),
  window: windowFromWire(wire.window),
});
