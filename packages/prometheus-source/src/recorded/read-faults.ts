import { type Complain, isObject, shown } from '../range-response/read-envelope.js';
import type { RecordedFault } from './recording.js';

/**
 * Reads `[{kind, start, end}]`, times in Unix seconds, and finds the samples that were taken meanwhile.
 *
 * @param timesMs  when the recording's samples were taken, oldest first
 */
export function readFaults(
  list: unknown,
  timesMs: Float64Array,
  complain: Complain,
): readonly RecordedFault[] {
  if (!Array.isArray(list)) throw complain(`it is ${shown(list)}, not an array of faults`);
  return list.map((fault: unknown, index) => readFault(fault, `[${index}]`, timesMs, complain));
}

function readFault(fault: unknown, path: string, timesMs: Float64Array, complain: Complain): RecordedFault {
  if (!isObject(fault)) throw complain(`${path} is ${shown(fault)}, not an object with kind, start and end`);
  const { kind, start, end } = fault;
  if (typeof kind !== 'string') throw complain(`${path}.kind is ${shown(kind)}, not a string`);
  if (typeof start !== 'number') throw complain(`${path}.start is ${shown(start)}, not Unix seconds`);
  if (typeof end !== 'number') throw complain(`${path}.end is ${shown(end)}, not Unix seconds`);
  const firstSample = timesMs.findIndex((timeMs) => timeMs >= start * 1000);
  const lastSample = timesMs.findLastIndex((timeMs) => timeMs <= end * 1000);
  if (firstSample === -1 || lastSample < firstSample) {
    throw complain(`${path} lasts from ${start} to ${end}, when no sample was taken`);
  }
  return { kind, firstSample, lastSample };
}
