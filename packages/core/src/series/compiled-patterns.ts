import { RE2JS } from 're2js';
import { ForewarnError } from '../errors/forewarn-error.js';
import { patternCost } from './pattern-cost.js';

/** A regular expression for the whole of a label's value. */
export interface CompiledPattern {
  matches(value: string): boolean;
}

/** What {@link patternCost} of one pattern may be: some ten milliseconds to compile, a few megabytes. */
export const mostPatternCost = 8_000;

/**
 * What kept patterns may cost in all: an instruction takes some 700 bytes, so 28 MB, and the patterns of two requests that cost as much as
 * they may.
 */
const mostKeptCost = 40_000;

/** Patterns that are kept: those that cost next to nothing take a few kilobytes each all the same. */
const mostKept = 500;

/** The least recently used first. A map, not lru-cache as elsewhere: core imports re2js and nothing else, and this is all that it needs of one. */
const kept = new Map<string, { readonly pattern: CompiledPattern; readonly cost: number }>();

/**
 * A pattern in the syntax of RE2, anchored at both ends, with a dot that matches line feeds. A pattern of late is not compiled again.
 *
 * @param label  that it is for, to be named in the error
 * @throws       {ForewarnError} `invalid-selector` for a pattern that RE2 does not accept, or that costs more than {@link mostPatternCost}
 */
export function compiledPattern(label: string, pattern: string): CompiledPattern {
  const known = kept.get(pattern);
  if (known) {
    kept.delete(pattern);
    kept.set(pattern, known);
    return known.pattern;
  }
  const cost = patternCost(pattern);
  if (cost > mostPatternCost) throw tooCostly(label, pattern, cost);
  const compiled = compile(label, pattern);
  keep(pattern, compiled, cost);
  return compiled;
}

function keep(text: string, pattern: CompiledPattern, cost: number): void {
  kept.set(text, { pattern, cost });
  let total = [...kept.values()].reduce((sum, each) => sum + each.cost, 0);
  for (const [oldest, each] of kept) {
    if (kept.size <= mostKept && total <= mostKeptCost) return;
    total -= each.cost;
    kept.delete(oldest);
  }
}

function compile(label: string, pattern: string): CompiledPattern {
  try {
    return RE2JS.compile(pattern, RE2JS.DOTALL);
  } catch (cause) {
    throw new ForewarnError(
      'invalid-selector',
      `the pattern "${shortened(pattern)}" for label ${label} is not a regular expression (RE2 syntax)`,
      { details: { label, pattern: shortened(pattern) }, cause },
    );
  }
}

const tooCostly = (label: string, pattern: string, cost: number): ForewarnError =>
  new ForewarnError(
    'invalid-selector',
    `the pattern "${shortened(pattern)}" for label ${label} is too large: written out it has some ${countOf(cost)} parts, ` +
      `at most ${mostPatternCost} are taken; use * or + where the number of repeats does not matter, or fewer alternatives`,
    { details: { label, pattern: shortened(pattern), most: mostPatternCost } },
  );

const countOf = (cost: number): string => (cost < 1e9 ? String(Math.round(cost)) : 'more than 1000000000');

const shownCharacters = 200;

const shortened = (pattern: string): string =>
  pattern.length <= shownCharacters ? pattern : `${pattern.slice(0, shownCharacters)}…`;
