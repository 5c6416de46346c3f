/** What a process exposes to Prometheus. */
export interface ExposedMetrics {
  /** Names of families, as they are declared; also of those that have no sample now. */
  readonly families: ReadonlySet<string>;
  /** Names that a query may use: of a histogram those of its buckets, sum and count. */
  readonly names: ReadonlySet<string>;
  /** The family of such a name. */
  familyOf(name: string): string | undefined;
  /** The values that a label has now in the samples of a name; undefined when none has it. */
  labelValues(name: string, label: string): ReadonlySet<string> | undefined;
  /** The values of all labels of all samples now. */
  readonly allLabelValues: ReadonlySet<string>;
}

/** The names of samples by the type of their family. */
const suffixes: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/** Reads an endpoint in Prometheus' text format. */
export async function readExposition(url: string): Promise<ExposedMetrics> {
  const text = await (await fetch(url)).text();
  const families = new Map<string, string>();
  for (const [, family, type] of text.matchAll(/^# TYPE (\S+) (\w+)$/gm))
    for (const suffix of suffixes[type!] ?? ['']) families.set(`${family}${suffix}`, family!);
  const labels = new Map<string, Set<string>>();
  for (const [, name, pairs] of text.matchAll(/^(\w+)\{(.*)\} \S+$/gm)) {
    for (const [, label, value] of pairs!.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      const key = `${name} ${label}`;
      labels.set(key, (labels.get(key) ?? new Set()).add(value!));
    }
  }
  return {
    families: new Set(families.values()),
    names: new Set(families.keys()),
    familyOf: (name) => families.get(name),
    labelValues: (name, label) => labels.get(`${name} ${label}`),
    allLabelValues: new Set([...labels.values()].flatMap((values) => [...values])),
  };
}
