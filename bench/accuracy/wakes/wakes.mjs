import { scenarioOf } from './families.mjs';

/** Minutes ahead that are scored. */
export const horizon = 10;
const windowMinutes = 1_440;
const oracleDraws = 4_000;

/**
 * @typedef {object} Wake
 * @property {string} family
 * @property {number} series          which series of the family, the unit of the bootstrap
 * @property {number} minutes         whole minutes since the change
 * @property {Float64Array} known     samples up to then, at most a day
 * @property {number} stepsPerMinute
 * @property {Float64Array} minuteMeans  the same by the minute
 * @property {Float64Array} truth     means of the minutes that follow
 * @property {number} oracleWidth     mean width over these minutes of the narrowest interval that holds 95 % of the law
 */

/**
 * Windows that end so many minutes after the change.
 *
 * @param {Record<string, Function>} families
 * @param {{ seriesCount: number, firstSeed: number, times: readonly number[] }} options
 * @returns {Wake[]}
 */
export function wakesOf(families, { seriesCount, firstSeed, times }) {
  return Object.entries(families).flatMap(([family, make], f) =>
    Array.from({ length: seriesCount }, (_, series) =>
      wakesOfSeries({ family, series }, scenarioOf(make, firstSeed + 1_000_003 * f + 7_919 * series), times),
    ).flat(),
  );
}

function wakesOfSeries(name, scenario, times) {
  const { stepsPerMinute, calmSteps } = scenario;
  const samples = pathOf(scenario, (Math.max(...times) + horizon + 1) * stepsPerMinute);
  const oracleWidth = widthOfOracle(scenario);
  const begun = Math.ceil(calmSteps / stepsPerMinute);
  return times.map((minutes) => {
    const end = (begun + minutes) * stepsPerMinute;
    const known = samples.subarray(Math.max(0, end - windowMinutes * stepsPerMinute), end);
    const truth = minuteMeans(samples.subarray(end, end + horizon * stepsPerMinute), stepsPerMinute);
    return {
      ...name,
      minutes,
      known,
      stepsPerMinute,
      minuteMeans: minuteMeans(known, stepsPerMinute),
      truth,
      oracleWidth,
    };
  });
}

function pathOf({ stepsPerMinute, calmSteps, before, after }, stepsAfter) {
  return Float64Array.from({ length: calmSteps + stepsAfter }, (_, i) =>
    i < calmSteps ? before() : after((i - calmSteps + 1) / stepsPerMinute),
  );
}

function minuteMeans(samples, stepsPerMinute) {
  return Float64Array.from({ length: samples.length / stepsPerMinute }, (_, minute) => {
    let sum = 0;
    for (let i = 0; i < stepsPerMinute; i += 1) sum += samples[minute * stepsPerMinute + i];
    return sum / stepsPerMinute;
  });
}

/** Of draws of a minute's mean, the narrowest interval that holds 95 %: family and parameters are known, a ramp's place as well. */
function widthOfOracle({ stepsPerMinute, after }) {
  const drawn = Float64Array.from({ length: oracleDraws }, () => {
    let sum = 0;
    for (let i = 0; i < stepsPerMinute; i += 1) sum += after(1);
    return sum / stepsPerMinute;
  }).sort();
  const inside = Math.ceil(0.95 * oracleDraws);
  let width = Number.POSITIVE_INFINITY;
  for (let i = 0; i + inside <= oracleDraws; i += 1)
    width = Math.min(width, drawn[i + inside - 1] - drawn[i]);
  return width;
}
