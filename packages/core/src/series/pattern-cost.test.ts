import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { compiledPattern, mostPatternCost } from './compiled-patterns.js';
import { compileMatchers, mostMatchers, mostPatternsCost } from './label-matcher.js';
import { patternCost } from './pattern-cost.js';

/** Atoms, and what stands around and behind them in patterns of people and of those who mean no good. */
const atom = fc.constantFrom(
  ...[
    'a',
    'é',
    '😀',
    '.',
    '\\.',
    '\\d',
    '\\W',
    '\\pL',
    '\\p{Greek}',
    '\\x41',
    '\\x{1f600}',
    '\\Qa.b\\E',
    '\\Q\\E',
  ],
  ...[
    '[a-z]',
    '[^x]',
    '[]a]',
    '[^]a-]',
    '[\\]a]',
    '[[:alpha:]-]',
    '[\\pN_]',
    '[a-\\x{3b1}]',
    '^',
    '$',
    '\\b',
    '{',
    '}',
    '{01}',
    '{,3}',
  ],
);
const quantifier = fc.constantFrom(
  '',
  '',
  '*',
  '+',
  '?',
  '+?',
  '{3}',
  '{2,}',
  '{0,4}',
  '{2,30}',
  '{0}',
  '{17}?',
);
const { pattern: patterns } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  pattern: fc
    .array(fc.array(tie('piece'), { maxLength: 4 }), { minLength: 1, maxLength: 2 })
    .map((alternatives) => alternatives.map((pieces) => pieces.join('')).join('|')),
  piece: fc
    .tuple(
      fc.oneof(
        { maxDepth: 2, depthIdentifier: 'piece' },
        atom,
        fc
          .tuple(fc.constantFrom('(', '(?:', '(?i:', '(?P<n>', '(?s-i:'), tie('pattern'))
          .map(([begin, inner]) => `${begin}${inner})`),
        fc.constantFrom('(?i)', '(?i)[A-\\x{3c9}]'),
      ),
      quantifier,
    )
    .map((parts) => parts.join('')),
}));

function instructionsOf(pattern: string): number | undefined {
  try {
    return RE2JS.compile(pattern, RE2JS.DOTALL).programSize();
  } catch {
    return undefined;
  }
}

describe('patternCost', () => {
  it('is at least the instructions that a pattern compiles to, and at least its length', () => {
    let compiled = 0;
    fc.assert(
      fc.property(patterns, (pattern) => {
        const cost = patternCost(pattern);
        expect(cost).toBeGreaterThanOrEqual(pattern.length);
        if (cost > 20_000) return;
        const instructions = instructionsOf(pattern);
        if (instructions === undefined) return;
        compiled += 1;
        // The program begins and ends with one of its own.
        expect(cost + 3).toBeGreaterThanOrEqual(instructions);
      }),
      { numRuns: 1_000, seed: 1 },
    );
    expect(compiled).toBeGreaterThan(200);
  });

  it.each([
    ['abc', 6],
    ['.{0,1000}', 2_009],
    ['(a{1,100}){1,100}', 20_417],
    ['x{3,}', 13],
    ['[a-z]{64}', 137],
    ['\\Q{1000}\\E', 16],
    ['a\\{1000\\}', 16],
    ['[{1000}]', 9],
  ])('of %s is %i', (pattern, cost) => {
    expect(patternCost(pattern)).toBe(cost);
  });

  it('takes time linear in the length of a pattern that looks for its end in vain', () => {
    const look = (unit: string, count: number) => {
      const { user } = process.cpuUsage();
      patternCost(unit.repeat(count));
      return process.cpuUsage().user - user;
    };
    for (const unit of ['(?P<', '\\p{', '\\x{4', '[:', '{1,', '[a-', '\\Q', '(?i', '(?-']) {
      look(unit, 1_000);
      // Four times as long and a hundred times the time would be quadratic; ten milliseconds are the clock's own.
      expect(look(unit, 10_000), unit).toBeLessThan(100 * Math.max(10_000, look(unit, 1_000)));
    }
  });
});

/** Labels as people write them on dashboards and in alerts. */
const ordinary = [
  'node',
  'node|db|web',
  '.+',
  '.*',
  '',
  '(?i)prod.*',
  'eu-(west|central)-[1-3][abc]?',
  '10\\.0\\.\\d{1,3}\\.\\d{1,3}(:\\d{2,5})?',
  '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?',
  '[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){0,10}',
  '[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}',
  'ip-\\d+-\\d+-\\d+-\\d+\\..{1,253}',
  'nvme\\d+n\\d+|sd[a-z]+|dm-\\d+',
  '/(var|home)(/.*)?',
  '(api|web)-[0-9a-f]{8,10}-[a-z0-9]{5}',
  '2..|3..',
  '5\\d{2}',
  '\\p{L}[\\p{L}\\p{N}_ -]{0,99}',
  '[^/]+/[^/]+',
  Array.from({ length: 100 }, (_, at) => `checkout-service-7f8d9c6b5-${(at * 99_991).toString(36)}`).join(
    '|',
  ),
];

/** Patterns of few characters that are large, or many of which are. */
const bombs = [
  '.{0,1000}'.repeat(200),
  '((a{1,100}){1,100}){1,100}',
  '(\\pL{1,500}){1,50}',
  '(?:[^x]{1000}){10}',
  '[^x]{1000}'.repeat(20),
  '(a|b|.){999}(c|d){999}',
  `(${'a?'.repeat(100)}){100}`,
  '(?i)'.concat('[A-\\x{1e000}]'.repeat(100)),
  '\\pL'.repeat(1_000),
  '(?i)[\\pL\\pN]'.repeat(300),
  Array.from({ length: 9_000 }, (_, at) => `node-${at}`).join('|'),
  'a'.repeat(1_000_000),
  '('.repeat(100_000),
  '(((((((((.{9}){9}){9}){9}){9}){9}){9}){9}){9})',
];

describe('compiledPattern', () => {
  it.each(ordinary.map((pattern) => [pattern.slice(0, 60), pattern]))(
    'takes the ordinary pattern %s',
    (_, pattern) => {
      expect(patternCost(pattern)).toBeLessThanOrEqual(mostPatternCost);
      expect(() => compiledPattern('job', pattern)).not.toThrow();
    },
  );

  it.each(bombs.map((pattern) => [pattern.slice(0, 40), pattern]))(
    'refuses %s… without compiling it, saying what to do',
    (_, pattern) => {
      const before = process.cpuUsage();
      expect(() => compiledPattern('job', pattern)).toThrow(
        expect.objectContaining({
          code: 'invalid-selector',
          message: expect.stringMatching(/for label job is too large: .* use \* or \+/s),
        }),
      );
      const { user } = process.cpuUsage(before);
      expect(user).toBeLessThan(200_000);
    },
  );

  it('says no more of a pattern than a line or two', () => {
    const long = `(${'a'.repeat(100_000)}`;
    expect(() => compiledPattern('job', long)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{0,600}$/s) }),
    );
  });

  it('compiles a pattern once', () => {
    expect(compiledPattern('a', 'on[c]e')).toBe(compiledPattern('b', 'on[c]e'));
  });

  it('forgets the pattern that was not used for longest', () => {
    const first = compiledPattern('a', 'fo[r]get');
    for (let at = 0; at < 600; at += 1) compiledPattern('a', `forget-${at}`);
    expect(compiledPattern('a', 'fo[r]get')).not.toBe(first);
  });

  it('compiles nothing that costs much more than its reference, a repeat of a quarter of what is allowed', () => {
    const spent = (pattern: string) => {
      const { user } = process.cpuUsage();
      RE2JS.compile(pattern, RE2JS.DOTALL);
      return process.cpuUsage().user - user;
    };
    const costliest = [
      '(?:.{0,990}){1}'.repeat(4),
      '\\pL'.repeat(145),
      '(?i)'.concat('[\\pL\\pN]'.repeat(60)),
      '(?i)'.concat('[A-\\x{5a0}]'.repeat(40)),
      Array.from({ length: 330 }, (_, at) => `node-${(at * 7_919).toString(36)}`).join('|'),
      '(?:a?){999}',
      '(a)'.repeat(600),
      '[^x]{999}',
    ];
    for (const pattern of costliest)
      expect(patternCost(pattern), pattern).toBeLessThanOrEqual(mostPatternCost);
    const reference = '.{0,1000}';
    const least = (pattern: string) => Math.min(...Array.from({ length: 7 }, () => spent(pattern)));
    least(reference);
    // Four times its cost, and as much again for what one instruction of another kind costs more.
    const allowed = 16 * Math.max(least(reference), 1_000);
    for (const pattern of costliest) expect(least(pattern), pattern).toBeLessThan(allowed);
  });
});

describe('compileMatchers', () => {
  it('refuses patterns that are too much together', () => {
    const one = { name: 'job', operator: '=~', value: '.{0,999}' } as const;
    expect(() => compileMatchers([one, one])).not.toThrow();
    expect(() => compileMatchers(Array(50).fill(one))).toThrow(
      expect.objectContaining({
        code: 'invalid-selector',
        message: expect.stringContaining(`at most ${mostPatternsCost} are taken`),
      }),
    );
  });

  it('refuses more conditions than any selector has', () => {
    const one = { name: 'job', operator: '=', value: 'a' } as const;
    expect(() => compileMatchers(Array(mostMatchers).fill(one))).not.toThrow();
    expect(() => compileMatchers(Array(mostMatchers + 1).fill(one))).toThrow(
      'a selector has 1001 conditions',
    );
  });

  it('takes a value that is compared as it is, however long', () => {
    expect(compileMatchers([{ name: 'a', operator: '=', value: '{9}'.repeat(99_999) }])({ a: 'b' })).toBe(
      false,
    );
  });
});
