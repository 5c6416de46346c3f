import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { counterRateGrid, isCounter } from '@forewarn/analysis';
import { loadRecording } from '@forewarn/prometheus-source';

/** A replay stamps consecutive samples one minute apart. */
const stepMs = 60_000;

/**
 * The series of a recording: gauges as they are, counters as per-second rates.
 *
 * @param {string} [directory]  of saved range-query responses; default: the recording that comes with the metric source
 * @returns {Promise<Float64Array[]>} in canonical order of the series
 */
export async function readRecording(directory) {
  const { series } = await loadRecording(directory);
  return series.map(({ series: { metric }, values }) => {
    return isCounter(metric, 'unknown') ? counterRateGrid({ startMs: 0, stepMs, values }).values : values;
  });
}

/**
 * The series of a directory and those below it: every file `*.csv` or `*.csv.gz` with a heading and lines of `timestamp,value`.
 *
 * @param {string} directory
 * @returns {Promise<Float64Array[]>} the values in file order, files by path
 * @throws {Error} naming the file and the line of a value that is no finite number, or the directory without such files
 */
export async function readCsvSeries(directory) {
  const names = (await readdir(directory, { recursive: true })).filter((name) => /\.csv(\.gz)?$/.test(name));
  if (names.length === 0) throw new Error(`no file *.csv or *.csv.gz in ${directory}`);
  return Promise.all(names.sort().map((name) => readCsv(path.join(directory, name))));
}

async function readCsv(file) {
  const bytes = await readFile(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [, ...lines] = text.trim().split(/\r?\n/);
  return Float64Array.from(lines, (line, index) => {
    const cell = line.slice(line.lastIndexOf(',') + 1).trim();
    if (cell !== '' && Number.isFinite(Number(cell))) return Number(cell);
    throw new Error(`${file} line ${index + 2}: ${line} does not end with a finite number`);
  });
}
