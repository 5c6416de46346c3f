import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compileMatchers,
  ForewarnError,
  formatSelector,
  type MatchOperator,
  parseSelector,
  type SeriesSelector,
} from '../../../packages/core/src/index.js';
import type { Surface } from '../harness/surface.js';
import { wildText } from '../wild/texts.js';

/** A text that may be a selector, and a selector that was made. */
interface SelectorInput {
  readonly text: string;
  readonly made: SeriesSelector;
  /** A label's value that the conditions are asked about. */
  readonly value: string;
}

const patternAtom = fc.oneof(
  fc.constantFrom(
    'a',
    '.',
    'x|y',
    '[a-z]',
    '[^\\x00-\\x{10FFFF}]',
    '\\pL',
    '\\p{Greek}',
    '\\d',
    '^',
    '$',
    '\\b',
  ),
  fc.constantFrom(
    '(?i)',
    '(?s:.)',
    '[[:alpha:]]',
    '\\Q*\\E',
    '(',
    ')',
    '[',
    '\\',
    '{',
    '(?P<n>',
    '(?i)[\\x{0}-\\x{10ffff}]',
  ),
  wildText,
);
const patternRepeat = fc.oneof(
  fc.constantFrom(
    '',
    '',
    '*',
    '+',
    '?',
    '*?',
    '{0}',
    '{2}',
    '{3,}',
    '{1000}',
    '{1000}{1000}',
    '{2,1}',
    '{,5}',
  ),
  fc.nat({ max: 2_000 }).map((count) => `{${count}}`),
);

/** Patterns of RE2, those that would take ages among them: repeats of repeats, large classes without regard to case. */
const pattern: fc.Arbitrary<string> = fc.letrec<{ part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(patternAtom, patternRepeat).map((both) => both.join('')),
    fc
      .tuple(fc.array(tie('part'), { maxLength: 4 }), patternRepeat)
      .map(([parts, repeat]) => `(${parts.join('')})${repeat}`),
    fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('|')),
  ),
})).part;

const operator = fc.constantFrom<MatchOperator>('=', '!=', '=~', '!~');
const name = fc.oneof(fc.constantFrom('up', 'job', 'http.server', 'inf', 'a:b', 'Ü', '__name__'), wildText);
const matcher = fc.oneof(
  fc.record({ name, operator, value: wildText }),
  fc.record({ name, operator: fc.constantFrom<MatchOperator>('=~', '!~'), value: pattern }),
);

const token = fc.oneof(
  fc.constantFrom(
    'up',
    '{',
    '}',
    ',',
    '=',
    '=~',
    '!=',
    '!~',
    '"',
    '"job"',
    '"x\\',
    '\\n',
    ' ',
    '__name__',
    '(',
    '[5m]',
  ),
  fc.constantFrom(
    'job="a"',
    '"é"="b"',
    '"\\xff"',
    '"\\u00e9"',
    '"\\ud800"',
    "'x'",
    '`y`',
    '#',
    ';',
    ' offset 5m',
  ),
  wildText,
);

const inputs: fc.Arbitrary<SelectorInput> = fc.record({
  text: fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join('')),
  made: fc.record({ metric: name, matchers: fc.array(matcher, { maxLength: 5 }) }),
  value: wildText,
});

/** What is told of a mistake does not grow with the patterns of a request; the selector itself stands in it. */
const longestMessage = 2_000;

/** The selectors and patterns that stand in settings, SLAs, requests and events. */
export const selectorsSurface: Surface<SelectorInput> = {
  name: 'selectors',
  inputs,
  shortRun: 1_500,
  share: 600,
  open: async () => ({
    attempt({ text, made, value }) {
      tryText(text, value);
      // As it stands in an SLA that is shown, edited and sent back.
      tryText(formatSelector(made), value);
    },
    answersStill() {
      const selector = parseSelector('up{job=~"a.*"}');
      assert.equal(compileMatchers(selector.matchers)({ job: 'ab' }), true);
    },
    close() {},
  }),
};

function tryText(text: string, value: string): void {
  const selector = parsed(text);
  if (selector === undefined) return;
  assert.deepEqual(parseSelector(formatSelector(selector)), selector, 'what was parsed is read back');
  const labels = Object.fromEntries(selector.matchers.map((each) => [each.name, value]));
  assert.equal(typeof compileMatchers(selector.matchers)(labels), 'boolean');
}

function parsed(text: string): SeriesSelector | undefined {
  try {
    return parseSelector(text);
  } catch (thrown) {
    if (!(thrown instanceof ForewarnError) || thrown.code !== 'invalid-selector') throw thrown;
    assert.ok(thrown.message.length <= text.length * 4 + longestMessage, 'the message is bounded');
    return undefined;
  }
}
