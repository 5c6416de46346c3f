import {
  type Decomposition,
  type HodrickPrescott,
  isUnavailable,
  type StageOutcome,
  type StoredResult,
  type Window,
} from '@forewarn/analysis';
import type { ListDecompositionResponse } from '../../generated/dataretrieval/v1/ListDecompositionResponse.js';
import type { ListHodrickPrescottResponse } from '../../generated/dataretrieval/v1/ListHodrickPrescottResponse.js';
import { reasonToWire } from '../wire/stages-to-wire.js';
import { storedSeriesToWire } from './result-responses.js';

/** Most points in one chunk: large enough that messages cost nothing, small enough that the first is there at once. */
export const mostPointsPerChunk = 1_000;

/**
 * The chunks of a stored decomposition: at most {@link mostPointsPerChunk} points each.
 * Without a result: one chunk with the reason.
 */
export function* decompositionChunks(
  stored: StoredResult<StageOutcome<Decomposition>>,
): Generator<ListDecompositionResponse> {
  const head = storedSeriesToWire(stored);
  const { result } = stored;
  if (isUnavailable(result)) return yield { ...head, ...reasonToWire(result) };
  for (const [from, to] of chunkBounds(result.trend.length)) {
    yield {
      ...head,
      model: result.model,
      period: result.period,
      timesMs: gridTimes(stored.window, from, to),
      trend: Array.from(result.trend.subarray(from, to)),
      seasonal: Array.from(result.seasonal.subarray(from, to)),
      residual: Array.from(result.residual.subarray(from, to)),
    };
  }
}

/** The chunks of a stored Hodrick–Prescott filter, by the rules of {@link decompositionChunks}. */
export function* hodrickPrescottChunks(
  stored: StoredResult<StageOutcome<HodrickPrescott>>,
): Generator<ListHodrickPrescottResponse> {
  const head = storedSeriesToWire(stored);
  const { result } = stored;
  if (isUnavailable(result)) return yield { ...head, ...reasonToWire(result) };
  for (const [from, to] of chunkBounds(result.trend.length)) {
    yield {
      ...head,
      lambda: result.lambda,
      timesMs: gridTimes(stored.window, from, to),
      cycle: Array.from(result.cycle.subarray(from, to)),
      trend: Array.from(result.trend.subarray(from, to)),
    };
  }
}

/** Half-open index ranges that cut a column into chunks. */
function* chunkBounds(points: number): Generator<[number, number]> {
  for (let from = 0; from < points; from += mostPointsPerChunk) {
    yield [from, Math.min(points, from + mostPointsPerChunk)];
  }
}

const gridTimes = ({ startMs, stepMs }: Window, from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => startMs + (from + index) * stepMs);
