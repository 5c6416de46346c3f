const hourMs = 3_600_000;
/** 2026-01-02T12:00:00Z: the last point of every window. */
const endMs = Date.UTC(2026, 0, 2, 12);

/** The windows that are measured. */
export const configurations = [
  { name: '24 h of 60 s', windowMs: 24 * hourMs, stepMs: 60_000 },
  { name: '24 h of 15 s', windowMs: 24 * hourMs, stepMs: 15_000 },
  { name: '48 h of 60 s', windowMs: 48 * hourMs, stepMs: 60_000 },
];

/** Waves, drift, steps and noise of what a machine's exporter shows; none is ever constant or ≤ 0. Bytes, and a count at the end. */
const shapes = {
  node_memory_MemFree_bytes: { level: 1.1e10, daily: 8e8, hourly: 1e8, drift: -3e6, walk: 6e6, noise: 3e7 },
  node_memory_MemAvailable_bytes: {
    level: 1.6e10,
    daily: 6e8,
    hourly: 6e7,
    drift: -2e6,
    walk: 5e6,
    noise: 1e7,
  },
  'node_filesystem_avail_bytes{/}': {
    level: 8e10,
    daily: 0,
    hourly: 2e6,
    drift: -4e7,
    walk: 2e6,
    noise: 1e6,
  },
  'node_filesystem_avail_bytes{/run}': { level: 1.6e9, daily: 0, hourly: 0, drift: 0, walk: 0, noise: 8_192 },
  node_filefd_allocated: { level: 2_400, daily: 300, hourly: 40, drift: 0.2, walk: 3, noise: 32 },
};

/**
 * Series like those of node-exporter, the same in every run and on every machine.
 *
 * @param {{ windowMs: number, stepMs: number }} configuration
 * @returns {{ startMs: number, stepMs: number, series: Record<string, number[]> }} `windowMs / stepMs` whole, positive values a series
 */
export function nodeLikeSeries({ windowMs, stepMs }) {
  const length = windowMs / stepMs;
  const entries = Object.entries(shapes).map(([name, shape], index) => [
    name,
    valuesOf(shape, length, stepMs, index + 1),
  ]);
  return { startMs: endMs - (length - 1) * stepMs, stepMs, series: Object.fromEntries(entries) };
}

function valuesOf({ level, daily, hourly, drift, walk, noise }, length, stepMs, seed) {
  const next = noiseFrom(seed);
  let walked = 0;
  return Array.from({ length }, (_, index) => {
    const hours = (index * stepMs) / hourMs;
    walked += walk * next() * Math.sqrt(stepMs / 60_000);
    const waves = daily * Math.sin((2 * Math.PI * hours) / 24) + hourly * Math.sin(2 * Math.PI * hours);
    return Math.round(level + waves + drift * hours + walked + noise * next());
  });
}

/** Noise of ±0.5: a linear congruential generator with the constants of Numerical Recipes. */
function noiseFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}
