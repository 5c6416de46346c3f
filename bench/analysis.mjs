import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { analysisProfiles, referenceProfile } from '@forewarn/analysis';
import { analysisInputs } from './analysis/analysis-input.mjs';
import { calibrationUs } from './analysis/calibration.mjs';
import { measureFirstCall, measureHeldMemory } from './analysis/fresh-processes.mjs';
import { brokenLimits } from './analysis/limits.mjs';
import { measureHour } from './analysis/measure-hour.mjs';
import { measureStages } from './analysis/measure-stages.mjs';
import { measureWarmStart } from './analysis/measure-warm-start.mjs';
import { configurations, nodeLikeSeries } from './analysis/node-like-series.mjs';
import { printMemory, printStages } from './analysis/print-analysis.mjs';
import { pythonEnvironment } from './python/environment.mjs';
import { machine } from './report/machine.mjs';

/**
 * CPU of the analysis of one series, stage by stage, beside the same in Python (statsmodels and pandas) on the same series in the same run.
 * Exit code 1 when a limit is broken. Without Python, or with --no-python, only our own half is measured, and the limit that compares is not
 * checked.
 */
const { values: options } = parseArgs({ options: { 'no-python': { type: 'boolean', default: false } } });
const pythonSeconds = 40;
const pythonTimeoutMs = 900_000;

const directory = await mkdtemp(path.join(os.tmpdir(), 'forewarn-bench-'));
try {
  process.exitCode = (await measureAll()) ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function measureAll() {
  process.stdout.write(`${machine()}; five series; CPU time, medians\n`);
  const python = await preparePython();
  const results = [];
  for (const configuration of configurations) {
    const file = await writeSeries(configuration);
    // One right after the other, so that a machine that is busy for a while slows both.
    const result = {
      configuration,
      python: python && (await measurePython(python, file)),
      profiles: await measureProfiles(configuration, file),
    };
    printStages(result);
    results.push({ file, ...result });
  }
  const [{ file, ...dayOfMinutes }] = results;
  printMemory(await measureHeldMemory(file, referenceProfile.name));
  const broken = brokenLimits(dayOfMinutes);
  for (const limit of broken) process.stdout.write(`BROKEN: ${limit}\n`);
  return broken.length === 0;
}

/** The series of a configuration as a file, which is what both sides read. */
async function writeSeries(configuration) {
  const file = path.join(directory, `${configuration.name}.json`);
  await writeFile(file, JSON.stringify(nodeLikeSeries(configuration)));
  return file;
}

async function preparePython() {
  if (options['no-python']) return undefined;
  const environment = await pythonEnvironment('requirements.txt');
  if (environment.missing) process.stdout.write(`Python is not measured: ${environment.missing}\n`);
  return environment.missing ? undefined : environment;
}

async function measurePython(python, file) {
  return JSON.parse(await python.run('pipeline.py', [String(pythonSeconds), file], pythonTimeoutMs));
}

async function measureProfiles(configuration, file) {
  const inputs = analysisInputs(JSON.parse(await readFile(file, 'utf8')));
  const measured = {};
  for (const profile of analysisProfiles) {
    const before = calibrationUs();
    measured[profile.name] = {
      stages: measureStages(inputs, profile),
      ...(profile.forecast.method === 'selected' && { hour: measureHour(configuration, profile) }),
      calibrationUs: [before, calibrationUs()],
      firstCallMs: await measureFirstCall(file, profile.name),
    };
  }
  measured[referenceProfile.name].fit = measureWarmStart(inputs);
  return measured;
}
