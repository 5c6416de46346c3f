import { hodrickPrescott } from '@forewarn/statistics';
import { median } from '../report/averages.mjs';
import { cpuMs } from '../report/cpu-clock.mjs';

const lambda = 1_600;
const length = 1_440;
/** A call takes tens of microseconds, the clock ticks in single ones. */
const callsPerBatch = 20;
const batches = 200;

/**
 * How fast the machine is just now: neighbours on the same processor slow CPU time too, by half and more. Two measurements compare as
 * far as their calibrations agree.
 *
 * @returns {number} microseconds of CPU of the Hodrick–Prescott filter over 1,440 samples, median
 */
export function calibrationUs() {
  const values = Float64Array.from({ length }, (_, i) => 100 + 10 * Math.sin(i / 9) + (i % 7));
  const taken = Array.from({ length: batches }, () => {
    const before = cpuMs();
    for (let call = 0; call < callsPerBatch; call += 1) hodrickPrescott(values, lambda);
    return (1_000 * (cpuMs() - before)) / callsPerBatch;
  });
  return median(taken);
}
