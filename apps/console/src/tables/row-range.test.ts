import { describe, expect, it } from 'vitest';
import { lastCompleteRows, rowsNote } from './row-range.js';

describe('lastCompleteRows', () => {
  it.each([
    ['shows all without a limit', 5, undefined, () => false, { from: 0, to: 5 }],
    ['shows all that fit', 5, 5, () => false, { from: 0, to: 5 }],
    ['shows the last', 5, 2, () => true, { from: 3, to: 5 }],
    ['ends with the last complete row', 5, 2, (at: number) => at < 4, { from: 2, to: 4 }],
    ['shows the last when none is complete', 5, 2, () => false, { from: 3, to: 5 }],
    ['begins at the first row at the earliest', 5, 3, (at: number) => at < 1, { from: 0, to: 1 }],
    ['shows nothing of nothing', 0, 3, () => true, { from: 0, to: 0 }],
  ] as const)('%s', (_, count, limit, isComplete, range) => {
    expect(lastCompleteRows(count, limit, isComplete)).toEqual(range);
  });
});

describe('rowsNote', () => {
  it('says nothing when everything is shown', () => {
    expect(rowsNote({ from: 0, to: 3 }, 3, 'get')).toBe('');
  });

  it('says how many there are and how to see them', () => {
    expect(rowsNote({ from: 1_400, to: 1_410 }, 1_440, 'get it')).toBe(
      'rows 1,401 to 1,410 of 1,440, the last that the moving average reaches; all of them: get it\n',
    );
  });
});
