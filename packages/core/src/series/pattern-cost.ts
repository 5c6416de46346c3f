/** What a look at a pattern found before it is compiled. */
interface Scan {
  readonly pattern: string;
  at: number;
  /** The groups that are open, the whole pattern first. */
  readonly open: Group[];
  /** What is spent once, however often the part is repeated. */
  once: number;
  readonly isCaseless: boolean;
}

/** Instructions of a group up to its last atom, and those of that atom, which a repeat would multiply. */
interface Group {
  before: number;
  last: number;
}

// What these take is bounded in length, so that none looks at the same text again and again; RE2 refuses what is longer.
const repeat = /\{(0|[1-9]\d{0,8})(,(0|[1-9]\d{0,8})?)?\}/y;
const flags = /\(\?[imsU-]{0,9}\)/y;
const groupBegin = /\((?:\?(?:P?<\w{1,99}>|[imsU-]{0,9}:))?/y;
const escapeSequence = /\\(?:x\{([0-9a-f]{1,99})\}|x([0-9a-f]{2})|p\{[^}]{0,99}\}|p.|.)/isy;
const namedClass = /\[:\^?\w{1,9}:\]/y;

/** A table of Unicode is read and merged anew for each class that names it. */
const unicodeTableCost = 50;

/** Without regard to case, each character of a range is looked up, this many for the price of an instruction. */
const foldedAtOnce = 8;

/** Longer patterns are not even looked at. */
const longestLookedAt = 50_000;

/** Where folding ends, so that no range costs more. */
const lastFolded = 0x1e943;

/**
 * Upper bound of what RE2 spends on compiling a pattern, without compiling it: its length, the instructions that it becomes when counted
 * repeats are written out (nested ones multiply), and the tables of its character classes. Takes time linear in the pattern's length.
 *
 * @param pattern  in the syntax of RE2; of what is none, any number
 * @returns        in instructions, ≥ the pattern's length; Infinity where it is beyond all bounds
 */
export function patternCost(pattern: string): number {
  if (pattern.length > longestLookedAt) return Number.POSITIVE_INFINITY;
  const scan: Scan = {
    pattern,
    at: 0,
    open: [{ before: 0, last: 0 }],
    once: pattern.length,
    isCaseless: /\(\?[imsU-]{0,9}i/.test(pattern),
  };
  while (scan.at < pattern.length) step(scan);
  return scan.once + scan.open.reduce((sum, { before, last }) => sum + before + last, 0);
}

const steps: Readonly<Record<string, (scan: Scan) => void>> = {
  '(': openGroup,
  ')': closeGroup,
  '|': alternative,
  '[': characterClass,
  '\\': escaped,
  '{': counted,
  '*': looped,
  '+': looped,
  '?': looped,
};

function step(scan: Scan): void {
  const pass = steps[scan.pattern[scan.at]!] ?? literal;
  pass(scan);
}

/** An alternative may be empty, which takes an instruction as well. */
function alternative(scan: Scan): void {
  literal(scan);
  atom(scan, 1);
}

function looped(scan: Scan): void {
  scan.at += 1;
  repeated(scan, 1);
}

function counted(scan: Scan): void {
  const found = take(repeat, scan);
  if (found) repeated(scan, copiesOf(found));
  else literal(scan);
}

/** `x{3}` is three copies, `x{3,}` three and one that loops, `x{3,7}` seven. */
const copiesOf = ([, least, comma, most]: RegExpExecArray): number =>
  Math.max(1, most === undefined ? Number(least) + (comma ? 1 : 0) : Number(most));

function repeated({ open }: Scan, copies: number): void {
  const group = open.at(-1)!;
  group.last = copies * (group.last + 1);
}

function atom({ open }: Scan, instructions: number): void {
  const group = open.at(-1)!;
  group.before += group.last;
  group.last = instructions;
}

function literal(scan: Scan): void {
  scan.at += 1;
  atom(scan, 1);
}

function openGroup(scan: Scan): void {
  // Flags alone are no atom: a repeat behind them is one of what stands before.
  if (take(flags, scan)) return;
  take(groupBegin, scan);
  scan.open.push({ before: 0, last: 0 });
}

function closeGroup(scan: Scan): void {
  scan.at += 1;
  // One that was never opened: RE2 goes no further.
  if (scan.open.length === 1) return;
  const { before, last } = scan.open.pop()!;
  // The two ends, and something where there is nothing between them.
  atom(scan, before + last + 3);
}

function escaped(scan: Scan): void {
  if (scan.pattern.startsWith('\\Q', scan.at)) quoted(scan);
  else {
    takeEscape(scan);
    atom(scan, 1);
  }
}

function quoted(scan: Scan): void {
  const start = scan.at + 2;
  const end = scan.pattern.indexOf('\\E', start);
  const count = (end < 0 ? scan.pattern.length : end) - start;
  scan.at = end < 0 ? scan.pattern.length : end + 2;
  if (count === 0) return;
  atom(scan, count - 1);
  atom(scan, 1);
}

function characterClass(scan: Scan): void {
  const { pattern } = scan;
  scan.at += pattern[scan.at + 1] === '^' ? 2 : 1;
  const first = scan.at;
  while (scan.at < pattern.length && (pattern[scan.at] !== ']' || scan.at === first)) classItem(scan);
  scan.at += 1;
  atom(scan, 1);
}

function classItem(scan: Scan): void {
  if (take(namedClass, scan)) return;
  const low = classCharacter(scan);
  const isRange = scan.pattern[scan.at] === '-' && scan.pattern[scan.at + 1] !== ']';
  if (!isRange) return;
  scan.at += 1;
  const high = classCharacter(scan);
  if (scan.isCaseless) scan.once += Math.max(0, Math.min(high, lastFolded) - low) / foldedAtOnce;
}

/** @returns its number; 0 for a class of its own, which begins no range */
function classCharacter(scan: Scan): number {
  if (scan.pattern[scan.at] === '\\') return takeEscape(scan);
  const character = scan.pattern.codePointAt(scan.at) ?? 0;
  scan.at += character > 0xffff ? 2 : 1;
  return character;
}

function takeEscape(scan: Scan): number {
  const found = take(escapeSequence, scan);
  if (!found) {
    scan.at += 1;
    return 0;
  }
  const [text, braced, two] = found;
  if (/^\\p/i.test(text)) scan.once += unicodeTableCost;
  const digits = braced ?? two;
  return digits ? Number.parseInt(digits, 16) : text.charCodeAt(1);
}

function take(expression: RegExp, scan: Scan): RegExpExecArray | null {
  expression.lastIndex = scan.at;
  const found = expression.exec(scan.pattern);
  if (found) scan.at = expression.lastIndex;
  return found;
}
