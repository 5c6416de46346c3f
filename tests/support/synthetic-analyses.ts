import { type Analysis, type AnalysisProfile, analyzeSeries, referenceProfile } from '@forewarn/analysis';

const minuteMs = 60_000;
const firstEndMs = Date.parse('2026-01-01T00:00:00Z');

/**
 * Real analyses of made-up series: sine waves of different periods, each series over several windows.
 *
 * @returns  `seriesCount · windowCount` analyses, window by window
 */
export function syntheticAnalyses(seriesCount: number, windowCount: number, samples = 240): Analysis[] {
  const profile = { ...referenceProfile, windowMs: samples * minuteMs };
  return Array.from({ length: windowCount }, (_, window) =>
    Array.from({ length: seriesCount }, (_, series) =>
      analyzeOne(series, firstEndMs + window * minuteMs, samples, profile),
    ),
  ).flat();
}

function analyzeOne(index: number, endMs: number, samples: number, profile: AnalysisProfile): Analysis {
  const startMs = endMs - (samples - 1) * minuteMs;
  const valueAt = (timeMs: number): number => 1e9 * (2 + Math.sin(timeMs / minuteMs / (7 + index))) + index;
  const values = Float64Array.from({ length: samples }, (_, i) => valueAt(startMs + i * minuteMs));
  const series = { metric: 'synthetic_bytes', labels: { device: `disk${index}`, job: 'test' } };
  return analyzeSeries(
    { series, partition: `disk${index}`, grid: { startMs, stepMs: minuteMs, values } },
    profile,
  );
}
