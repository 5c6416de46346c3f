/** How the search's variables become deviations of the initial seasons, linearly. */
export interface SeasonMap {
  /**
   * @param variables   `Float64Array[period]`
   * @param deviations  `Float64Array[period]`, receives the deviations on the scaled series
   */
  apply(variables: Float64Array, deviations: Float64Array): void;
  /**
   * The transposed map, for derivatives.
   *
   * @param bySeason  `Float64Array[≥ period]`: derivatives by the initial seasons
   * @param target    `Float64Array[period]`, receives the derivatives by the variables
   */
  transpose(bySeason: Float64Array, target: Float64Array): void;
}

/**
 * Each variable is one season's deviation, in units of `unit`.
 *
 * @param unit  natural step of a season
 * @returns     the map
 */
export function separateSeasons(unit: number): SeasonMap {
  const scale = (source: Float64Array, target: Float64Array) => {
    for (let i = 0; i < target.length; i++) target[i] = unit * source[i]!;
  };
  return { apply: scale, transpose: scale };
}
