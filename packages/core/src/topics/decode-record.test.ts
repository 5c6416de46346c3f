import { expect, it, vi } from 'vitest';
import { decodeRecord } from './decode-record.js';

const record = { key: null, value: new Uint8Array([7]), headers: {}, offset: 9, timestampMs: 0 };

it('gives the value that the decoder sees in a record', () => {
  expect(decodeRecord({ decode: ({ value }) => value[0] }, record)).toBe(7);
});

it('does not ask the decoder about records that could not be read, and says which they are and why', () => {
  const decode = vi.fn();
  const unreadable = { firstOffset: 4, reason: 'incorrect header check' };
  expect(() => decodeRecord({ decode }, { ...record, unreadable })).toThrow(
    expect.objectContaining({
      code: 'unreadable-records',
      kind: 'corrupt-data',
      message: 'the records from offset 4 to 9 cannot be read: incorrect header check',
      details: { firstOffset: 4, lastOffset: 9 },
    }),
  );
  expect(decode).not.toHaveBeenCalled();
});
