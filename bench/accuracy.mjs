import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { level, ourAnswers } from './accuracy/forecasters.mjs';
import { peerAnswers } from './accuracy/peer-answers.mjs';
import { printScores } from './accuracy/print-scores.mjs';
import { readPublicSeries } from './accuracy/public-series.mjs';
import { readCsvSeries, readRecording } from './accuracy/read-series.mjs';
import { scoreAnswers } from './accuracy/score.mjs';
import { runWakes } from './accuracy/wakes/run-wakes.mjs';
import { windowsOf } from './accuracy/windows.mjs';
import { pythonEnvironment } from './python/environment.mjs';
import { machine } from './report/machine.mjs';

/**
 * Accuracy of forecasts on real series, beside Python's forecasters on the same windows: docs/benchmarks.md has the protocol.
 *
 *   --series DIR     a directory of timestamp,value files (*.csv, *.csv.gz); may be repeated; also FOREWARN_BENCH_SERIES
 *   --recording DIR  a directory of saved range-query responses (*.json.gz); may be repeated
 *   --no-python      only our own forecasters, and no series from Python packages
 *   --wakes          in place of all that, simulated series that wake up or change, so many minutes ago
 *   --wakes-series N how many of them a family; default 100
 *   --choosing       the simulated series on which settings are chosen, and not those of the published figures
 */
const { values: options } = parseArgs({
  options: {
    series: {
      type: 'string',
      multiple: true,
      default: [process.env.FOREWARN_BENCH_SERIES ?? ''].filter(Boolean),
    },
    recording: { type: 'string', multiple: true, default: [] },
    'no-python': { type: 'boolean', default: false },
    wakes: { type: 'boolean', default: false },
    'wakes-series': { type: 'string', default: '100' },
    choosing: { type: 'boolean', default: false },
  },
});
const counters = fileURLToPath(new URL('accuracy/counters', import.meta.url));
const python = await preparePython();
if (options.wakes)
  await runWakes({ python, seriesCount: Number(options['wakes-series']), choosing: options.choosing });
else await scoreSources();

async function scoreSources() {
  const sources = [
    { name: 'gauges of the bundled recording', read: () => readRecording() },
    { name: 'counters of the same machine, as rates', read: () => readRecording(counters) },
    ...(python ? [{ name: 'public', read: () => readPublicSeries() }] : []),
    ...options.recording.map((directory) => ({
      name: path.basename(directory),
      read: () => readRecording(directory),
    })),
    ...options.series.map((directory) => ({
      name: path.basename(directory),
      read: () => readCsvSeries(directory),
    })),
  ];

  process.stdout.write(`${machine()}; ten steps ahead of 1,440; intervals of ${100 * level} %\n`);
  for (const { name, read } of sources) {
    const series = await read();
    const windows = series.flatMap(windowsOf);
    if (windows.length === 0)
      throw new Error(`${name}: none of ${series.length} series is long enough and moves`);
    const peers = python ? await peerAnswers(python, windows) : new Map();
    const answers = new Map([...ourAnswers(windows), ...peers]);
    const scores = new Map([...answers].map(([who, given]) => [who, scoreAnswers(windows, given, level)]));
    printScores({ name, seriesCount: series.length, windowCount: windows.length, scores });
  }
}

async function preparePython() {
  if (options['no-python']) return undefined;
  const environment = await pythonEnvironment('requirements-peers.txt');
  if (environment.missing) process.stdout.write(`Python is not measured: ${environment.missing}\n`);
  return environment.missing ? undefined : environment;
}
