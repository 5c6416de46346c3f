/** A series as the SLA manager names it. */
interface NamedSeries {
  readonly series: string;
  readonly partition: string;
}

/**
 * Short names for the series of one objective: their partitions where those tell them apart, else their canonical forms.
 * The objective stands beside them, and full names would make tables wider than a screen.
 */
export function seriesNames(all: readonly NamedSeries[]): string[] {
  const isTelling = new Set(all.map(({ partition }) => partition)).size === all.length;
  return all.map(({ series, partition }) => (isTelling ? partition : series));
}
