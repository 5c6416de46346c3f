import { RE2JS } from 're2js';
import { ForewarnError } from '../errors/forewarn-error.js';
import { type Labels, labelValue } from './series.js';

/** How a label is compared, as in PromQL. */
export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** One condition on one label. A label that is absent counts as empty, as in PromQL. */
export interface LabelMatcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
}

/** A series selection: a metric name and any number of conditions that must all hold. */
export interface SeriesSelector {
  readonly metric: string;
  readonly matchers: readonly LabelMatcher[];
}

/**
 * Compiles a selector's conditions to one predicate.
 * Regular expressions are RE2, anchored at both ends and with a dot that matches line feeds, as in Prometheus 3. They take
 * time linear in the value's length, so that a stranger's pattern cannot stall the process.
 *
 * @param matchers  conditions that must all hold; none accepts every series
 * @returns         whether labels fulfil them
 * @throws          {ForewarnError} `invalid-selector` for a pattern that RE2 does not accept
 * @source          https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors
 */
export function compileMatchers(matchers: readonly LabelMatcher[]): (labels: Labels) => boolean {
  const tests = matchers.map(compileMatcher);
  return (labels) => tests.every((test) => test(labels));
}

function compileMatcher({ name, operator, value }: LabelMatcher): (labels: Labels) => boolean {
  switch (operator) {
    case '=':
      return (labels) => labelValue(labels, name) === value;
    case '!=':
      return (labels) => labelValue(labels, name) !== value;
    case '=~':
    case '!~': {
      const pattern = compilePattern(name, value);
      const wanted = operator === '=~';
      return (labels) => pattern.matches(labelValue(labels, name)) === wanted;
    }
  }
}

function compilePattern(name: string, value: string): RE2JS {
  try {
    return RE2JS.compile(value, RE2JS.DOTALL);
  } catch (cause) {
    throw new ForewarnError(
      'invalid-selector',
      `the pattern "${value}" for label ${name} is not a regular expression (RE2 syntax)`,
      {
        details: { label: name, pattern: value },
        cause,
      },
    );
  }
}
