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
 * @param columns  at least one, `Float64Array[n]` each
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
  let json = '[';
  for (let row = 0; row < length; row += 1) {
    json += row === 0 ? '[' : ',[';
    for (let at = 0; at < columns.length; at += 1) {
      if (at > 0) json += ',';
      json += numberJson(name, columns[at]![row]!);
    }
    json += ']';
  }
  return `${json}]`;
}

function numberJson(name: string, value: number): string {
  if (Number.isNaN(value)) return 'null';
  if (!Number.isFinite(value)) throw infinite(name);
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
    for (let row = 0; row < rows.length; row += 1) column[row] = rows[row]?.[at] ?? Number.NaN;
    return column;
  });
}

const infinite = (name: string): ForewarnError =>
  new ForewarnError(
    'store-rejected',
    `${name} is infinite, which SQL cannot store; the analysis was not stored`,
    {
      details: { field: name },
    },
  );
