import { analysisExamples } from '@forewarn/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAnalysisWriter } from '../create-analysis-store.js';
import { type RecordedDatabase, recordedDatabase } from '../recorded-database.fixture.js';

// One for all: what is refused leaves nothing.
let database: RecordedDatabase;
beforeAll(async () => {
  database = await recordedDatabase();
});
afterAll(() => database.discard());

const position = { group: 'storage', topic: 'prometheusdata', partition: 0 };
const example = analysisExamples.example(0);

/** The paths of all numbers in a value. */
const numbers = (value: unknown, path: readonly string[]): (readonly string[])[] => {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => numbers(part, [...path, name]));
};

const infiniteAt = <T>(value: T, [name = '', ...inner]: readonly string[]): T => {
  const copy: T = value instanceof Float64Array ? (value.slice() as T) : structuredClone(value);
  const part: unknown = Reflect.get(copy as object, name);
  Reflect.set(copy as object, name, inner.length === 0 ? Number.POSITIVE_INFINITY : infiniteAt(part, inner));
  return copy;
};

const { series: _series, partition: _partition, window: _window, ...stages } = example;

test.each(numbers(stages, []).map((path) => [path.join('.'), path] as const))(
  'an infinite number as %s is refused by its name',
  async (name, path) => {
    const stage = String(path[0]);
    const isPoint = /\.\d+$/.test(name) || name.includes('.points.');
    const field = isPoint ? stage : name.replace(/bins\.\d+\./, '');
    const value = infiniteAt(example, path);
    const batch = { position, items: [{ offset: 0, value }], nextOffset: 1 };
    await expect(createAnalysisWriter(database).writeBatch(batch)).rejects.toMatchObject({
      code: 'store-rejected',
      message: `${field} is infinite, which SQL cannot store; nothing was stored`,
      details: { field },
    });
  },
);
