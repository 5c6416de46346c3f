/** One series of a range-query response, as Prometheus writes it. */
export interface ResponseSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [seconds: number, value: string])[];
}

/** The body of a successful range query. */
export const rangeResponse = (result: readonly ResponseSeries[]): string =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });

/**
 * A series sampled at regular times.
 *
 * @param values  numbers, or texts such as `NaN`; undefined leaves the sample out
 */
export const regularSeries = (
  metric: Readonly<Record<string, string>>,
  startSeconds: number,
  stepSeconds: number,
  values: readonly (number | string | undefined)[],
): ResponseSeries => ({
  metric,
  values: values.flatMap((value, at) =>
    value === undefined ? [] : [[startSeconds + at * stepSeconds, String(value)] as const],
  ),
});
