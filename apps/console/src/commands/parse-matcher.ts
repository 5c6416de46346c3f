import {
  compileMatchers,
  ForewarnError,
  type LabelMatcher,
  type MatchOperator,
  parseSelector,
} from '@forewarn/core';

const condition = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)(.*)$/s;

/**
 * Parses one condition on a label as a shell passes it: `device=~sd.*`, or with the quotes of PromQL `device=~"sd.*"`.
 * Without quotes the value is taken as it stands.
 *
 * @throws {ForewarnError} `invalid-selector`
 */
export function parseMatcher(text: string): LabelMatcher {
  const match = condition.exec(text);
  if (!match) {
    throw new ForewarnError(
      'invalid-selector',
      `"${text}" is not a condition on a label: write label=value, label!=value, label=~pattern or label!~pattern`,
    );
  }
  const [, name, operator, value] = match;
  if (/^\s*".*"\s*$/s.test(value!)) return onlyMatcher(text);
  const matcher = { name: name!, operator: operator as MatchOperator, value: value! };
  compileMatchers([matcher]);
  return matcher;
}

function onlyMatcher(text: string): LabelMatcher {
  const [matcher, ...others] = parseSelector(`quoted{${text}}`).matchers;
  if (matcher && others.length === 0) return matcher;
  throw new ForewarnError('invalid-selector', `"${text}" is more than one condition: give each by itself`);
}
