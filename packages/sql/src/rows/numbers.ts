import { ForewarnError } from '@forewarn/core';

/**
 * A number for a DOUBLE or BIGINT column. NaN is stored as NULL.
 *
 * @param name  what the number is, for the message
 * @throws {ForewarnError} `store-rejected` for ±∞, which SQL has no value for
 */
export function toColumn(name: string, value: number): number | null {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return null;
  throw infinite(name);
}

/** A number as {@link toColumn} stored it. */
export const fromColumn = (value: number | null): number => value ?? Number.NaN;

/**
 * The JSON `[[a₀, b₀, …], [a₁, b₁, …], …]` of columns of equal length: shortest decimals that read back to the same
 * double, `null` for NaN, `-0` for negative zero.
 *
 * @param name     what the numbers are, for messages
 * @param columns  `Float64Array[n]` each
 * @throws {ForewarnError} `store-rejected` for lengths that differ and for ±∞
 */
export function encodePoints(name: string, columns: readonly ArrayLike<number>[]): string {
  const length = columns[0]?.length ?? 0;
  if (columns.some((column) => column.length !== length)) {
    const lengths = columns.map((column) => column.length).join(', ');
    throw new ForewarnError(
      'store-rejected',
      `${name} has parts of different lengths (${lengths}) and was not stored`,
    );
  }
  const rows: number[][] = [];
  let hasNegativeZero = false;
  for (let at = 0; at < length; at += 1) {
    const row: number[] = [];
    for (const column of columns) {
      const value = column[at] ?? Number.NaN;
      if (value === Infinity || value === -Infinity) throw infinite(name);
      hasNegativeZero ||= Object.is(value, -0);
      row.push(value);
    }
    rows.push(row);
  }
  // JSON.stringify takes 40 % less time than joining numbers, but forgets the sign of zero.
  if (!hasNegativeZero) return JSON.stringify(rows);
  return `[${rows.map((row) => `[${row.map(numberJson).join(',')}]`).join(',')}]`;
}

function numberJson(value: number): string {
  if (Number.isNaN(value)) return 'null';
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * The columns of {@link encodePoints}' JSON.
 *
 * @param width  how many columns there are
 * @returns `width` arrays of equal length, NaN where the JSON has null
 */
export function decodePoints(json: string, width: number): Float64Array[] {
  const rows = JSON.parse(json) as readonly (readonly (number | null)[])[];
  return Array.from({ length: width }, (_, at) => {
    const column = new Float64Array(rows.length);
    for (let row = 0; row < rows.length; row += 1) column[row] = rows[row]![at] ?? Number.NaN;
    return column;
  });
}

const infinite = (name: string): ForewarnError =>
  new ForewarnError('store-rejected', `${name} is infinite, which SQL cannot store; nothing was stored`, {
    details: { field: name },
  });
