// CPU microseconds per stage on a synthetic series of 1440 samples. Build first, then: node bench/stages.bench.mjs
import * as statistics from '../dist/index.js';

const SAMPLES = 1440;
const x = Float64Array.from({ length: SAMPLES }, (_, i) => {
  const noise = Math.sin(i * 12.9898) * 43758.5453;
  return 1.2e10 + 4e8 * Math.sin((2 * Math.PI * i) / 550) + 1e8 * (noise - Math.floor(noise)) - 1e5 * i;
});
const timesMs = x.map((_, i) => 1_676_160_000_000 + 60_000 * i);
const { trend } = statistics.hodrickPrescott(x);
const reference = { trend: 'multiplicative', seasonal: 'additive', period: 550 };
const fit = statistics.holtWinters(trend, reference);

const stages = {
  'augmented Dickey-Fuller, 3 lags': () => statistics.augmentedDickeyFuller(x, { maxLag: 3 }),
  'Hodrick-Prescott': () => statistics.hodrickPrescott(x),
  autocorrelation: () => statistics.autocorrelation(x),
  'seasonal decomposition, 60': () => statistics.seasonalDecompose(x, { period: 60 }),
  'aggregates 1 h, 3 h, 12 h': () =>
    [1, 3, 12].map((h) => statistics.aggregateBins(timesMs, x, h * 3_600_000)),
  'resample to 1-minute means': () => statistics.resampleMean(timesMs, x, 60_000),
  'Holt-Winters, 555 free values': () => statistics.holtWinters(trend, reference),
  'forecast of 10 with intervals': () => statistics.forecastIntervals(fit, { horizon: 10 }),
};

for (const [name, run] of Object.entries(stages))
  console.log(`${name.padEnd(36)}${median(run).toFixed(0).padStart(8)} us`);

/** Median CPU time of 31 batches, in microseconds per call. */
function median(run) {
  const started = performance.now();
  let calls = 0;
  while (performance.now() - started < 300) {
    run();
    calls++;
  }
  const batch = Math.max(1, Math.ceil(calls / 60));
  const times = Array.from({ length: 31 }, () => {
    const before = process.cpuUsage();
    for (let i = 0; i < batch; i++) run();
    const used = process.cpuUsage(before);
    return (used.user + used.system) / batch;
  });
  return times.sort((a, b) => a - b)[15];
}
