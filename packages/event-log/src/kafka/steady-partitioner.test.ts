import { describe, expect, it } from 'vitest';
import { steadyPartitioner } from './steady-partitioner.js';

const partitionMetadata = Array.from({ length: 4 }, (_, partitionId) => ({
  partitionId,
  leader: 1,
  partitionErrorCode: 0,
  replicas: [1],
  isr: [1],
}));

describe('the partitioner', () => {
  it('spreads records without a key, but keeps each where it was at the first attempt', () => {
    const partition = steadyPartitioner(() => {})();
    const messages = Array.from({ length: 8 }, (_, n) => ({ key: null, value: `${n}` }));
    const attempt = () => messages.map((message) => partition({ topic: 't', partitionMetadata, message }));
    const first = attempt();
    expect([...first].sort()).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect(attempt()).toEqual(first);
  });

  it('gives out no record that is no longer to be sent', () => {
    const partition = steadyPartitioner(() => {
      throw new Error('given up');
    })();
    expect(() => partition({ topic: 't', partitionMetadata, message: { value: 'x' } })).toThrow('given up');
  });
});
