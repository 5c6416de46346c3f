import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyPartition } from './key-partition.js';

describe('the partition of a key', () => {
  // Test vectors of the authors of FNV-1a: http://www.isthe.com/chongo/src/fnv/test_fnv.c
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('is the FNV-1a hash of %j', (key, hash) => {
    expect(keyPartition(key, 2 ** 32)).toBe(hash);
  });

  it('is one that exists', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 1_000 }), (key, partitions) => {
        const partition = keyPartition(key, partitions);
        return Number.isInteger(partition) && partition >= 0 && partition < partitions;
      }),
    );
  });
});
