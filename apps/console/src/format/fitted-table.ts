import { printable } from '@forewarn/core';

/** A column of a table that fits a width. */
export interface FittedColumn {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** Gives way when the width does not suffice: its texts are wrapped. */
  readonly shrinks?: boolean;
  /** Colours a cell that is padded already; as it is where absent. */
  readonly paint?: (cell: string) => string;
}

const gap = '  ';
const narrowest = 12;

/**
 * A table without lines that is no wider than a terminal, as long as the columns that do not shrink are not. Cells are made printable first.
 *
 * @param width  in characters
 */
export function fittedTable(
  columns: readonly FittedColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const cells = rows.map((row) => row.map(printable));
  const widths = columns.map(({ head }, at) =>
    Math.max(textWidth(head), ...cells.map((row) => textWidth(row[at]!))),
  );
  shrink(columns, widths, width - gap.length * (columns.length - 1));
  const heads = lineOf(
    columns,
    widths,
    columns.map(({ head }) => head),
  );
  return [heads, ...cells.flatMap((row) => rowLines(columns, widths, row))]
    .map((line) => `${line}\n`)
    .join('');
}

/** Takes from the widest column that gives way, one character after the other. */
function shrink(columns: readonly FittedColumn[], widths: number[], width: number): void {
  const sum = () => widths.reduce((total, each) => total + each, 0);
  while (sum() > width) {
    const candidates = widths.map((each, at) => (columns[at]!.shrinks && each > narrowest ? each : 0));
    const widest = candidates.indexOf(Math.max(...candidates));
    if (candidates[widest] === 0) return;
    widths[widest]! -= 1;
  }
}

function rowLines(
  columns: readonly FittedColumn[],
  widths: readonly number[],
  row: readonly string[],
): string[] {
  const wrapped = row.map((cell, at) => wrap(cell, widths[at]!));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    lineOf(
      columns,
      widths,
      wrapped.map((lines) => lines[at] ?? ''),
      true,
    ),
  );
}

function lineOf(
  columns: readonly FittedColumn[],
  widths: readonly number[],
  texts: readonly string[],
  isPainted = false,
): string {
  const padded = texts.map((text, at) => {
    const { align, paint } = columns[at]!;
    const space = ' '.repeat(Math.max(0, widths[at]! - textWidth(text)));
    const isLast = at === texts.length - 1 && align !== 'right';
    const cell = align === 'right' ? space + text : isLast ? text : text + space;
    return isPainted && paint && text !== '' ? paint(cell) : cell;
  });
  return padded.join(gap).trimEnd();
}

/** Breaks at spaces; a word that is too long is cut where the line ends. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = cut(word, width);
    line = pieces.pop()!;
    lines.push(...pieces);
  }
  return [...lines, line];
}

function cut(word: string, width: number): string[] {
  const pieces = [''];
  for (const character of word) {
    if (textWidth(pieces.at(-1)! + character) > width) pieces.push('');
    pieces[pieces.length - 1] += character;
  }
  return pieces;
}

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;

/** Columns of a terminal that printable text takes. */
function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    width += wide.test(character) ? 2 : 1;
  }
  return width;
}
