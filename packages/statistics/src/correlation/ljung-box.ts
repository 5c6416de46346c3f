import { chiSquaredTail } from '../distributions/chi-squared-tail.js';

/** The Ljung–Box test of no autocorrelation up to each lag. */
export interface LjungBox {
  /** `Float64Array[lagCount]`: entry k-1 is Q over the lags 1…k. */
  readonly statistics: Float64Array;
  /** `Float64Array[lagCount]`: chi-squared p-values with k degrees of freedom, within [0, 1]. */
  readonly pValues: Float64Array;
}

/**
 * Ljung–Box Q statistics of given autocorrelations.
 *
 * @param values        `Float64Array[lagCount+1]`, autocorrelations from lag 0
 * @param observations  length n of the series, > lagCount
 * @returns             the statistics and p-values of the lags 1…lagCount
 * @source              Ljung & Box (1978), doi:10.2307/2335207
 */
export function ljungBox(values: Float64Array, observations: number): LjungBox {
  const lagCount = values.length - 1;
  const statistics = new Float64Array(lagCount);
  const pValues = new Float64Array(lagCount);
  let sum = 0;
  for (let lag = 1; lag <= lagCount; lag++) {
    sum += values[lag]! ** 2 / (observations - lag);
    statistics[lag - 1] = observations * (observations + 2) * sum;
    pValues[lag - 1] = chiSquaredTail(statistics[lag - 1]!, lag);
  }
  return { statistics, pValues };
}
