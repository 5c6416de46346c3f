import type { AnalysisQuery } from '@forewarn/analysis';
import { compileMatchers, ForewarnError, type LabelMatcher, type MatchOperator } from '@forewarn/core';
import { timestampFromWire, timestampToWire } from '../../encoding/timestamp.js';
import type { LabelMatcher__Output } from '../../generated/dataretrieval/v1/LabelMatcher.js';
import type { Selector, Selector__Output } from '../../generated/dataretrieval/v1/Selector.js';
import type { Timestamp__Output } from '../../generated/google/protobuf/Timestamp.js';

const operators = {
  OPERATOR_EQUAL: '=',
  OPERATOR_NOT_EQUAL: '!=',
  OPERATOR_MATCHES: '=~',
  OPERATOR_NOT_MATCHES: '!~',
} as const satisfies Record<string, MatchOperator>;

const wireOperators = {
  '=': 'OPERATOR_EQUAL',
  '!=': 'OPERATOR_NOT_EQUAL',
  '=~': 'OPERATOR_MATCHES',
  '!~': 'OPERATOR_NOT_MATCHES',
} as const;

/** The selector of a request to the retrieval service. */
export const selectorToWire = ({
  metric,
  partition,
  matchers = [],
  startMs,
  endMs,
}: AnalysisQuery): Selector => ({
  ...(metric !== undefined && { metric }),
  ...(partition !== undefined && { partition }),
  matchers: matchers.map(({ name, operator, value }) => ({ name, operator: wireOperators[operator], value })),
  ...(startMs !== undefined && { startTime: timestampToWire(startMs) }),
  ...(endMs !== undefined && { endTime: timestampToWire(endMs) }),
});

/**
 * The query of a request to the retrieval service. No selector at all restricts nothing.
 *
 * @throws {ForewarnError} `invalid-request`, `invalid-selector`: what is wrong, and where
 */
export function selectorFromWire(selector: Selector__Output | null): AnalysisQuery {
  if (!selector) return {};
  const { metric, partition } = selector;
  if (metric === '') throw invalid('metric', 'is empty: leave it out to select every metric');
  if (partition === '') throw invalid('partition', 'is empty: leave it out to select every partition');
  const matchers = selector.matchers.map(matcherFromWire);
  compileMatchers(matchers);
  return {
    ...(metric !== undefined && { metric }),
    ...(partition !== undefined && { partition }),
    ...(matchers.length > 0 && { matchers }),
    ...rangeFromWire(selector),
  };
}

function matcherFromWire({ name, operator, value }: LabelMatcher__Output, index: number): LabelMatcher {
  const at = `matchers[${index}]`;
  if (name === '') throw invalid(`${at}.name`, 'is empty: give the name of a label');
  const known = Object.hasOwn(operators, operator)
    ? operators[operator as keyof typeof operators]
    : undefined;
  if (!known) {
    throw invalid(`${at}.operator`, `is not set or not known: use ${Object.keys(operators).join(', ')}`);
  }
  return { name, operator: known, value };
}

function rangeFromWire({ startTime, endTime }: Selector__Output): Pick<AnalysisQuery, 'startMs' | 'endMs'> {
  const startMs = timeFromWire('start_time', startTime);
  const endMs = timeFromWire('end_time', endTime);
  // An end that is absent is NaN, and behind nothing.
  if (Number(startMs) > Number(endMs)) {
    throw invalid('start_time', 'is after end_time: exchange them');
  }
  return { ...(startMs !== undefined && { startMs }), ...(endMs !== undefined && { endMs }) };
}

function timeFromWire(name: string, time: Timestamp__Output | null | undefined): number | undefined {
  if (!time) return undefined;
  const ms = timestampFromWire(time);
  if (Number.isNaN(ms)) throw invalid(name, 'is not a time between the years 1 and 9999');
  return ms;
}

const invalid = (at: string, problem: string): ForewarnError =>
  new ForewarnError('invalid-request', `selector.${at} ${problem}`, { details: { field: `selector.${at}` } });
