import { describe, expect, it } from 'vitest';
import { decompositionTable } from './decomposition-table.js';
import { hodrickPrescottTable } from './hodrick-prescott-table.js';

const [stepMs, startMs] = [60_000, Date.UTC(2026, 0, 1)];
const stored = {
  series: { metric: 'free_bytes', labels: {} },
  partition: 'sda',
  window: { startMs, endMs: startMs + 3 * stepMs, stepMs, sampleCount: 4, missingCount: 0 },
};
const timesMs = Float64Array.from([0, 1, 2, 3], (at) => startMs + at * stepMs);
const none = Number.NaN;

/** The cells of each row, without borders. */
const cellsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) => line.split('│').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));

describe('a table by time', () => {
  it('has a column for each part, in the unit of the series', () => {
    const cycle = Float64Array.of(0, 1, 2, 3);
    const trend = Float64Array.of(1024, 2048, 3072, 4096);
    const text = hodrickPrescottTable({ ...stored, result: { lambda: 1600, timesMs, cycle, trend } });
    expect(text).toMatch(/^λ = 1,?600\n/);
    const [head, ...rows] = cellsOf(text);
    expect(head).toEqual(['time (UTC)', 'trend', 'cycle']);
    expect(rows.map(([, ...values]) => values)).toEqual([
      ['1.00 KiB', '0 B'],
      ['2.00 KiB', '1 B'],
      ['3.00 KiB', '2 B'],
      ['4.00 KiB', '3 B'],
    ]);
  });

  it('ends with the last row that the moving average reaches, and says what it leaves out', () => {
    const trend = Float64Array.of(none, 1, 2, none);
    const part = Float64Array.of(1, 1.5, 2, 2.5);
    const result = {
      model: 'multiplicative' as const,
      period: 2,
      timesMs,
      trend,
      seasonal: part,
      residual: part,
    };
    const text = decompositionTable({ ...stored, result }, { rowLimit: 1 });
    expect(text).toMatch(/^multiplicative, season of 2 samples \(2m\)\n/);
    expect(cellsOf(text)).toEqual([
      ['time (UTC)', 'trend', 'seasonal', 'residual'],
      [expect.stringContaining('00:02'), '2 B', '2', '2'],
    ]);
    expect(text).toMatch(
      /rows 3 to 3 of 4, the last that the moving average reaches; all of them: .+decomposition/,
    );
  });
});
