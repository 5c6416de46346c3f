import { readFileSync } from 'node:fs';
import { analyzeSeries, profileNamed } from '@forewarn/analysis';
import { cpuMs } from '../report/cpu-clock.mjs';
import { analysisInputs } from './analysis-input.mjs';

// A program of its own, since only a fresh process has a first call. Arguments: file of series, name of the profile.
// Prints the milliseconds of CPU that its first analysis took, compilation included.
const [file, profileName] = process.argv.slice(2);
const [input] = analysisInputs(JSON.parse(readFileSync(file, 'utf8')));
const profile = profileNamed(profileName);
const before = cpuMs();
analyzeSeries(input, profile);
process.stdout.write(String(cpuMs() - before));
