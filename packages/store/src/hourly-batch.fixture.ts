import type { AnalysisBatch } from '@forewarn/analysis';
import { batchOf, sampleAnalysis } from '@forewarn/testkit';

/** A batch of one analysis of a device, of a window that ends so many hours into 1970 and has two samples. */
export const hourlyBatch = (device: string, hour: number, offset = 0): AnalysisBatch =>
  batchOf([sampleAnalysis({ device, endMs: hour * 3_600_000, points: 3 })], offset);
