/**
 * The windows of a file of series as core's `analyzeSeries` takes them.
 *
 * @param {{ startMs: number, stepMs: number, series: Record<string, number[]> }} window
 * @returns {import('@forewarn/analysis').AnalysisInput[]} one a series
 */
export const analysisInputs = ({ startMs, stepMs, series }) =>
  Object.entries(series).map(([metric, values]) => ({
    series: { metric, labels: {} },
    partition: 'default',
    grid: { startMs, stepMs, values: Float64Array.from(values) },
  }));
