import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { murmur2 } from './murmur2.js';

describe('murmur2', () => {
  // From Kafka's own UtilsTest#testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is what Kafka says', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it('chooses the partition that kafkajs chose before', () => {
    const partitionMetadata = Array.from({ length: 12 }, (_, partitionId) => ({
      ...{ partitionId, leader: 1, partitionErrorCode: 0, replicas: [1], isr: [1] },
    }));
    const choose = Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (key) => {
        const message = { key, value: null };
        expect((murmur2(Buffer.from(key)) & 0x7fffffff) % 12).toBe(
          choose({ topic: 't', partitionMetadata, message }),
        );
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('takes a key of a megabyte in its stride', () => {
    const startedMs = performance.now();
    murmur2(Buffer.alloc(1024 * 1024, 'k'));
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
