/** A one-minute sample outside the bounds. */
export interface OutsideMinute {
  readonly timestampMs: number;
  readonly value: number;
  readonly bound: 'min';
}

interface Range {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Violations computed apart from Forewarn: Prometheus' own HTTP API, the mean of the raw samples of each minute in plain
 * arithmetic, and the comparison. The bound is the median of the minutes, so that half of them break it.
 *
 * @param range  aligned to minutes, end excluded
 */
export async function minutesOutside(
  prometheusUrl: string,
  series: { readonly metric: string; readonly labels: Readonly<Record<string, string>> },
  range: Range,
): Promise<{ readonly min: number; readonly outside: readonly OutsideMinute[] }> {
  const minutes = await minuteMeans(prometheusUrl, series, range);
  const sorted = minutes.map(({ value }) => value).sort((a, b) => a - b);
  const min = sorted[Math.floor(sorted.length / 2)]!;
  return {
    min,
    outside: minutes.filter(({ value }) => value < min).map((minute) => ({ ...minute, bound: 'min' })),
  };
}

async function minuteMeans(
  prometheusUrl: string,
  { metric, labels }: { metric: string; labels: Readonly<Record<string, string>> },
  { startMs, endMs }: Range,
) {
  const matchers = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  const seconds = Math.ceil((endMs - startMs) / 1000) + 60;
  const query = `${metric}{${matchers.join(',')}}[${seconds}s]`;
  const url = `${prometheusUrl}/api/v1/query?${new URLSearchParams({ query, time: String(endMs / 1000) })}`;
  const body = (await (await fetch(url)).json()) as { data: { result: { values: [number, string][] }[] } };
  const byMinute = new Map<number, number[]>();
  for (const [stamp, value] of body.data.result[0]!.values) {
    const ms = Math.round(stamp * 1000);
    if (ms < startMs || ms >= endMs) continue;
    const minute = Math.floor(ms / 60_000) * 60_000;
    byMinute.set(minute, [...(byMinute.get(minute) ?? []), Number(value)]);
  }
  return [...byMinute].map(([timestampMs, values]) => ({
    timestampMs,
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
  }));
}
