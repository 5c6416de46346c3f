/** What an answer says about itself. */
export interface Remarks {
  /** Warnings and infos, each once. */
  readonly warnings: readonly string[];
  /** Whether the answer says that something may be missing. */
  readonly isPartial: boolean;
}

/** A remark about the query, from the engine that evaluated it: nothing is missing for it. */
const annotation = /^PromQL (?:info|warning)\b/;

/** What people read of it in a log line; Prometheus itself sends some ten of each. */
const mostRemarks = 20;
const longestRemark = 500;

/**
 * Reads the remarks of an answer's envelope: `warnings` and `infos`, and `isPartial` of VictoriaMetrics.
 *
 * A warning says that a store did not answer, so that the rest may be missing: Thanos warns of every store that failed, Prometheus of a
 * remote read that failed, Cortex that an answer may be partial. The exception are annotations of the PromQL engine
 * (Prometheus since 2.48, and what is built on it), which are marked as such; until 2.53 infos stood among the warnings.
 *
 * @param envelope  of any shape; remarks that are no text are left out
 * @returns         bounded, whatever a server sends
 * @source          https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
 * @source          https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#cluster-availability
 */
export function readRemarks(envelope: Readonly<Record<string, unknown>>): Remarks {
  const warnings = textsOf(envelope.warnings);
  const all = [...new Set([...warnings, ...textsOf(envelope.infos)])];
  return {
    warnings: all.slice(0, mostRemarks).map((remark) => remark.slice(0, longestRemark)),
    isPartial: envelope.isPartial === true || warnings.some((warning) => !annotation.test(warning)),
  };
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** The remarks of several answers that make up one. */
export const joinRemarks = (parts: readonly Remarks[]): Remarks => ({
  warnings: [...new Set(parts.flatMap(({ warnings }) => warnings))].slice(0, mostRemarks),
  isPartial: parts.some(({ isPartial }) => isPartial),
});
