import { ForewarnError } from '../errors/forewarn-error.js';
import { compiledPattern } from './compiled-patterns.js';
import { patternCost } from './pattern-cost.js';
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

/** Conditions of one selector: far more than a series has labels. */
export const mostMatchers = 1_000;

/** What the patterns of one request may cost together, in instructions: two as large as one may be, and some small ones. */
export const mostPatternsCost = 20_000;

/**
 * Compiles a selector's conditions to one predicate.
 * Regular expressions are RE2, anchored at both ends and with a dot that matches line feeds, as in Prometheus 3. They take
 * time linear in the value's length, and what they cost to compile is bounded before they are, so that a stranger's pattern cannot
 * stall the process.
 *
 * @param matchers  conditions that must all hold; none accepts every series
 * @returns         whether labels fulfil them
 * @throws          {ForewarnError} `invalid-selector` for a pattern that RE2 does not accept, and for too many or too large ones
 * @source          https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors
 */
export function compileMatchers(matchers: readonly LabelMatcher[]): (labels: Labels) => boolean {
  requireAffordable([matchers]);
  const tests = matchers.map(compileMatcher);
  return (labels) => tests.every((test) => test(labels));
}

/**
 * Refuses the selectors of one request when their patterns cost too much together. Compiles none.
 *
 * @throws {ForewarnError} `invalid-selector`
 */
export function requireAffordable(selectors: readonly (readonly LabelMatcher[])[]): void {
  const count = Math.max(0, ...selectors.map(({ length }) => length));
  if (count > mostMatchers) {
    throw refused(`a selector has ${count} conditions on labels, at most ${mostMatchers} are taken`);
  }
  const cost = selectors.flat().reduce((sum, each) => sum + costOf(each), 0);
  if (cost <= mostPatternsCost) return;
  throw refused(
    `the patterns have some ${Math.round(cost)} parts together, written out, at most ${mostPatternsCost} are taken; ` +
      'use * or + where the number of repeats does not matter',
  );
}

const costOf = ({ operator, value }: LabelMatcher): number =>
  operator === '=~' || operator === '!~' ? patternCost(value) : 0;

const refused = (message: string): ForewarnError => new ForewarnError('invalid-selector', message);

function compileMatcher({ name, operator, value }: LabelMatcher): (labels: Labels) => boolean {
  switch (operator) {
    case '=':
      return (labels) => labelValue(labels, name) === value;
    case '!=':
      return (labels) => labelValue(labels, name) !== value;
    case '=~':
    case '!~': {
      const pattern = compiledPattern(name, value);
      const wanted = operator === '=~';
      return (labels) => pattern.matches(labelValue(labels, name)) === wanted;
    }
  }
}
