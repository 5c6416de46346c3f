import { expect, test } from 'vitest';
import { labelsJson, seriesKey, sortKeyBytes } from './series-key.js';

test('the id is the first 53 bits of the SHA-256 of the canonical text', () => {
  // sha256("abc"), FIPS 180-2 appendix B.1: ba7816bf 8f01cfea …
  const key = seriesKey({ metric: 'abc', labels: {} });
  expect(key.sha256.toString('hex').slice(0, 16)).toBe('ba7816bf8f01cfea');
  expect(key.id).toBe(Number(0xba7816bf8f01cfean >> 11n));
  expect(Number.isSafeInteger(key.id)).toBe(true);
});

test('the order of the labels in the object does not show in the key or the row', () => {
  const one = { metric: 'm', labels: { b: '2', a: '1' } };
  const two = { metric: 'm', labels: { a: '1', b: '2' } };
  expect(seriesKey(one)).toEqual(seriesKey(two));
  expect(labelsJson(one.labels)).toBe('{"a":"1","b":"2"}');
  expect(labelsJson(two.labels)).toBe('{"a":"1","b":"2"}');
});

test('the sort key is no longer than the database sorts by', () => {
  const { sortKey } = seriesKey({ metric: 'm', labels: { a: '💾'.repeat(5_000) } });
  expect(sortKey).toHaveLength(sortKeyBytes);
});
