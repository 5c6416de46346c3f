import { readFileSync } from 'node:fs';
import { analyzeSeries, profileNamed } from '@forewarn/analysis';
import { analysisInputs } from './analysis-input.mjs';

// A program of its own, for a heap that holds nothing else; needs --expose-gc. Arguments: file of series, name of the profile.
// Prints the bytes that a window and an analysis take while 2,000 of each are held, beside those of their numbers alone.
const heldCount = 2_000;
const bytesOfDouble = 8;
const [file, profileName] = process.argv.slice(2);
const inputs = analysisInputs(JSON.parse(readFileSync(file, 'utf8')));
const profile = profileNamed(profileName);
const inputAt = (index) => inputs[index % inputs.length];
analyzeSeries(inputAt(0), profile);

const window = held((index) => {
  const input = inputAt(index);
  return { ...input, grid: { ...input.grid, values: input.grid.values.slice() } };
});
const analysis = held((index) => analyzeSeries(inputAt(index), profile));
process.stdout.write(JSON.stringify({ heldCount, window, analysis }));

/** Bytes per thing while all are held, and the bytes of the doubles in its arrays. */
function held(make) {
  const beforeBytes = usedBytes();
  const things = Array.from({ length: heldCount }, (_, index) => make(index));
  const bytes = (usedBytes() - beforeBytes) / things.length;
  return { bytes, numberBytes: doublesIn(things[0]) * bytesOfDouble };
}

function usedBytes() {
  // The second collection waits for what the first one frees beside the program.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Numbers in arrays, at any depth. */
function doublesIn(thing) {
  if (ArrayBuffer.isView(thing)) return thing.length;
  if (typeof thing !== 'object' || thing === null) return 0;
  return Object.values(thing).reduce((sum, part) => sum + doublesIn(part), 0);
}
