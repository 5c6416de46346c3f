import { describe, expect, it, test } from 'vitest';
import { analysisFromJson, analysisToJson, EventError } from '../../index.js';
import { exampleAnalysis } from '../analysis.fixture.js';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Key = string | number;

const example: Json = JSON.parse(JSON.stringify(analysisToJson(exampleAnalysis)));
const columns =
  /^(hodrickPrescott\.(cycle|trend)|autocorrelation\.values|decomposition\.(trend|seasonal|residual))\[/;

const pathOf = (keys: readonly Key[]) =>
  keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);

/** Every value of a document but the whole, with the keys that lead to it. */
function valuesOf(json: Json, keys: readonly Key[] = []): (readonly [readonly Key[], Json])[] {
  if (typeof json !== 'object' || json === null) return [];
  const entries: [Key, Json][] = Array.isArray(json) ? [...json.entries()] : Object.entries(json);
  return entries.flatMap(([key, value]) => [
    [[...keys, key], value] as const,
    ...valuesOf(value, [...keys, key]),
  ]);
}

/** The document with another value in one place; undefined leaves it out. */
function changed(json: Json, [key, ...rest]: readonly Key[], value: Json | undefined): Json {
  const copy = Array.isArray(json) ? [...json] : { ...(json as { [name: string]: Json }) };
  const fields = copy as { [name: string]: Json | undefined };
  fields[key!] = rest.length === 0 ? value : changed(fields[key!]!, rest, value);
  return JSON.parse(JSON.stringify(copy));
}

function problemOf(json: Json): { code: string; field: unknown; message: string } | undefined {
  try {
    analysisFromJson(json);
  } catch (thrown) {
    if (!(thrown instanceof EventError)) throw thrown;
    return { code: thrown.code, field: thrown.details.field, message: thrown.message };
  }
  return undefined;
}

function wantedAt(path: string, value: Json): string {
  if (columns.test(path)) return 'a number or null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'object' && value !== null ? 'a JSON object' : 'a number';
}

const places = valuesOf(example).map(([keys, value]) => ({ path: pathOf(keys), keys, value }));

const problem = (path: string, value: Json) => ({
  code: 'invalid-event',
  field: path,
  message: `the event contradicts itself: ${path} is not ${wantedAt(path, value)}`,
});

describe('JSON in which one field is wrong is refused with the name of the field', () => {
  test.each(places)('$path of another type', ({ path, keys, value }) => {
    const wrong: Json = typeof value === 'string' ? 7 : 'wrong';
    expect(problemOf(changed(example, keys, wrong))).toEqual(problem(path, value));
  });

  test.each(
    places.filter(({ keys, path }) => typeof keys.at(-1) === 'string' && !/backtest$|labels\./.test(path)),
  )('$path missing', ({ path, keys, value }) => {
    expect(problemOf(changed(example, keys, undefined))).toEqual(problem(path, value));
  });

  test.each(places.filter(({ value }) => typeof value === 'object' && value !== null))(
    '$path an object in place of an array, or the other way round',
    ({ path, keys, value }) => {
      expect(problemOf(changed(example, keys, Array.isArray(value) ? {} : []))).toEqual(problem(path, value));
    },
  );

  it.each([
    ['2025-01-01T11:58:00.000Z', true],
    ['2025-01-01T11:58:00Z', true],
    ['2025-01-01t11:58:00z', true],
    ['2025-01-01T11:58:00.000-00:00', true],
    ['x2025-01-01T11:58:00Z', false],
    ['2025-01-01T11:58:00Zx', false],
    // JavaScript's own parser takes this.
    ['+002025-01-01T11:58:00Z', false],
    ['2025-01-01T11:58:00Z (noon)', false],
    ['2025-01-01T11:58:00', false],
    ['2025-01-01T11:58Z', false],
    ['2025-01-01', false],
    ['2025-13-01T11:58:00Z', false],
    ['2025-01-01T11:58:00.Z', false],
  ])('takes %s as a time in RFC 3339: %s', (start, isTime) => {
    const message = 'the event contradicts itself: window.start is not a time in RFC 3339';
    expect(problemOf(changed(example, ['window', 'start'], start))?.message).toBe(
      isTime ? undefined : message,
    );
  });

  it('knows no field but an object’s own', () => {
    const withPrototype = { ...(example as object), executionTimes: Object.create({ total: 1 }) };
    expect(problemOf(withPrototype as unknown as Json)?.field).toBe('executionTimes.dickeyFuller');
    expect(problemOf(null)?.message).toBe('the event contradicts itself: the event is not a JSON object');
  });
});
