import { describe, expect, it } from 'vitest';
import { AppendQueue } from './append-queue.js';

const messages = (count: number, bytes: number) =>
  Array.from({ length: count }, (_, n) => ({ message: { value: `${n}` }, bytes }));

describe('the queue of records to be sent', () => {
  it('gives out records in order, in requests that stay below the size limit', () => {
    const queue = new AppendQueue();
    queue.push(messages(5, 400_000));
    const requests = [queue.take(), queue.take(), queue.take(), queue.take()];
    expect(requests.map((request) => request.map(({ message }) => message.value))).toEqual([
      ['0', '1'],
      ['2', '3'],
      ['4'],
      [],
    ]);
    expect(queue.bytes).toBe(0);
  });

  it('lets appends share a request', () => {
    const queue = new AppendQueue();
    queue.push(messages(2, 10));
    queue.push(messages(3, 10));
    expect(queue.take()).toHaveLength(5);
  });

  it('sends a record over the limit alone', () => {
    const queue = new AppendQueue();
    queue.push([...messages(1, 10), ...messages(1, 2_000_000), ...messages(1, 10)]);
    expect([queue.take(), queue.take(), queue.take()].map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it('takes no more than 500 records at a time', () => {
    const queue = new AppendQueue();
    queue.push(messages(501, 1));
    expect([queue.take().length, queue.take().length]).toEqual([500, 1]);
  });

  it('leaves out records that nobody waits for any more', () => {
    const queue = new AppendQueue();
    queue.push(messages(2, 10)).isSettled = true;
    queue.push(messages(1, 10));
    expect(queue.take()).toHaveLength(1);
    expect(queue.bytes).toBe(0);
  });
});
