import { stages } from '@forewarn/analysis';
import { markdownTable } from '../report/markdown-table.mjs';

const stageNames = {
  dickeyFuller: 'augmented Dickey–Fuller, 3 lags',
  hodrickPrescott: 'Hodrick–Prescott',
  autocorrelation: 'autocorrelation',
  decomposition: 'decomposition, season of 60',
  aggregates: 'aggregates over 1 h, 3 h, 12 h',
  forecast: 'forecast of ten points',
  total: 'whole analysis',
};
const inMs = (taken) => (taken === undefined ? '' : taken.toFixed(3));

/**
 * Prints what the stages of one configuration took.
 *
 * @param {{ configuration: { name: string }, python?: { rounds: number, stages: Record<string, number> }, profiles: Record<string, { stages: Record<string, number>, hour?: { meanMs: number, medianMs: number, estimateCount: number }, calibrationUs: [number, number], firstCallMs: number, fit?: { coldMs: number, warmMs: number } }> }} result
 */
export function printStages({ configuration, python, profiles }) {
  const { reference, default: selected } = profiles;
  const ratio = (stage) =>
    python ? Math.round(python.stages[stage] / reference.stages[stage]).toLocaleString('en') : '';
  const rows = [...stages, 'total'].map((stage) => [
    stageNames[stage],
    inMs(python?.stages[stage]),
    inMs(reference.stages[stage]),
    ratio(stage),
    inMs(selected.stages[stage]),
  ]);
  const apart = (what, pick) => rows.push([what, '', inMs(pick(reference)), '', inMs(pick(selected))]);
  apart('forecast with memory, mean of an hour of minutes', ({ hour }) => hour?.meanMs);
  apart('forecast with memory, median minute', ({ hour }) => hour?.medianMs);
  rows.push(['minutes of that hour that estimate anew', '', '', '', selected.hour.estimateCount]);
  apart('Holt–Winters fit alone, from nothing', ({ fit }) => fit?.coldMs);
  apart('Holt–Winters fit alone, from that of the minute before', ({ fit }) => fit?.warmMs);
  apart('the very first analysis of a process', ({ firstCallMs }) => firstCallMs);
  const rounds = python ? `; Python: median of ${python.rounds} rounds` : '';
  process.stdout.write(`\n${configuration.name}, ms of CPU a series${rounds}\n\n`);
  const columns = ['stage', 'Python', 'reference profile', 'Python ÷ reference', 'default profile'];
  process.stdout.write(markdownTable(columns, rows));
  const calibrations = Object.entries(profiles).map(
    ([name, { calibrationUs }]) =>
      `${name} profile ${calibrationUs.map((us) => us.toFixed(1)).join(' and ')}`,
  );
  process.stdout.write(
    `\nCalibration before and behind, µs of a Hodrick–Prescott filter: ${calibrations.join(', ')}\n`,
  );
}

/**
 * Prints what windows and analyses of 24 hours at 60 seconds occupy.
 *
 * @param {{ heldCount: number, window: { bytes: number, numberBytes: number }, analysis: { bytes: number, numberBytes: number } }} memory
 */
export function printMemory({ heldCount, window, analysis }) {
  const row = (what, { bytes, numberBytes }) => [
    what,
    (bytes / 1_000).toFixed(1),
    (numberBytes / 1_000).toFixed(1),
    (bytes / numberBytes).toFixed(3),
  ];
  process.stdout.write(`\nMemory while ${heldCount.toLocaleString('en')} of each are held, 24 h of 60 s\n\n`);
  const columns = ['a series', 'kB', 'kB of its numbers alone', 'ratio'];
  process.stdout.write(markdownTable(columns, [row('window', window), row('analysis', analysis)]));
}
