import { escapeQuoted, ForewarnError, type LabelMatcher, parseSelector } from '@forewarn/core';

const condition = /^\s*(?:([^\s"=!~{},]+)|("(?:[^"\\\n]|\\.)+"))\s*(=~|!~|!=|=)(.*)$/s;

/**
 * Parses one condition on a label as a shell passes it: `device=~sd.*`, or with the quotes of PromQL `device=~"sd.*"`,
 * `"service.name"="shop"`. Without quotes name and value are taken as they stand; a name with blanks or signs of PromQL needs them.
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
  const [, bare, quoted, operator, value] = match;
  const name = quoted ?? `"${escapeQuoted(bare!)}"`;
  if (/^\s*".*"\s*$/s.test(value!)) return onlyMatcher(text, `${name}${operator}${value}`);
  return onlyMatcher(text, `${name}${operator}"${escapeQuoted(value!)}"`);
}

function onlyMatcher(text: string, promql: string): LabelMatcher {
  const [matcher, ...others] = parseSelector(`quoted{${promql}}`).matchers;
  if (matcher && others.length === 0) return matcher;
  throw new ForewarnError('invalid-selector', `"${text}" is more than one condition: give each by itself`);
}
