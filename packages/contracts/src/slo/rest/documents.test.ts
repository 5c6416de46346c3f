import { describe, expect, it } from 'vitest';
import { documents } from './documents.fixture.js';

/** The names of all fields of a document, `objectives.min` for that of each objective. */
function fieldsOf(document: unknown, at = ''): string[] {
  if (Array.isArray(document)) return [...new Set(document.flatMap((item) => fieldsOf(item, at)))];
  if (typeof document !== 'object' || document === null) return [];
  return Object.entries(document).flatMap(([name, value]) => {
    const path = at === '' ? name : `${at}.${name}`;
    return [path, ...fieldsOf(value, path)];
  });
}

/** The document with a field changed wherever it occurs; undefined takes it away. */
function changed(document: unknown, path: string, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(document)) return document.map((item) => changed(item, path, change));
  if (typeof document !== 'object' || document === null) return document;
  const [name = '', ...inner] = path.split('.');
  if (!(name in document)) return document;
  const value: unknown = Reflect.get(document, name);
  return {
    ...document,
    [name]: inner.length === 0 ? change(value) : changed(value, inner.join('.'), change),
  };
}

/** Fields whose change is taken, as `document: field`. */
const takenChanges = (change: (value: unknown) => unknown): string[] =>
  documents.flatMap(([name, schema, document]) =>
    [...new Set(fieldsOf(document))]
      .filter((field) => schema.safeParse(changed(document, field, change)).success)
      .map((field) => `${name}: ${field}`),
  );

/** Another value of the same type, that no enumeration has and that is no time; or a value of another type. */
const other = (value: unknown): unknown => (typeof value === 'string' ? 'furlongs' : { of: 'another type' });

describe('a document of the server', () => {
  it.each(documents)(
    'of %s may have all of its fields, and no other on the way out',
    (_, schema, document) => {
      expect(schema.parse(document)).toEqual(document);
    },
  );

  it('may lack only these fields', () => {
    const bounds = (name: string) => [`${name}: objectives.min`, `${name}: objectives.max`];
    expect(takenChanges(() => undefined)).toEqual([
      'about: notice',
      'about: services.version',
      'SLAs: slas.objectives.min',
      'SLAs: slas.objectives.max',
      ...bounds('status'),
      'overall status: slas.objectives.min',
      'overall status: slas.objectives.max',
      ...bounds('predictions'),
      ...bounds('violations'),
      ...bounds('samples'),
      'history: next',
      'analysed series: next',
    ]);
  });

  it('says that there is nothing only in these fields', () => {
    const status = [
      'reason',
      'targetMet',
      'objectives.reason',
      'objectives.targetMet',
      'objectives.series.reason',
      'objectives.series.current',
      'objectives.series.current.bound',
      'objectives.series.compliance',
      'objectives.series.targetMet',
      'objectives.series.errorBudget.remaining',
      'objectives.series.prediction.backtest',
      'objectives.series.prediction.firstViolation',
    ];
    expect(takenChanges(() => null)).toEqual([
      ...status.map((field) => `status: ${field}`),
      'overall status: reason',
      ...status.map((field) => `overall status: slas.${field}`),
      'predictions: objectives.series.prediction.backtest',
      'predictions: objectives.series.prediction.firstViolation',
      'samples: objectives.series.forecast',
      'samples: objectives.series.forecast.backtest',
      'history: verdicts.reason',
      'history: verdicts.targetMet',
      'history: verdicts.compliance',
      'history: verdicts.errorBudgetRemaining',
      'history: verdicts.violationProbability',
      'history: verdicts.firstViolation',
      'analysed series: series.forecast.backtest',
    ]);
  });

  it('has other texts than its own words only where it is for people or names something', () => {
    const names = new Set(takenChanges(other).map((field) => field.split(/[ .]/).at(-1)));
    expect([...names].sort()).toEqual([
      'description',
      'detail',
      'device',
      'indicator',
      'labels',
      'metric',
      'model',
      'modelChoice',
      'name',
      'next',
      'notice',
      'objective',
      'partition',
      'profile',
      'reason',
      'series',
      'source',
      'version',
      'window',
    ]);
  });

  it.each([
    ['mode', ['embedded', 'distributed']],
    ['state', ['violated', 'at-risk', 'insufficient-data', 'ok']],
    ['bound', ['min', 'max']],
    ['unit', ['bytes', 'none']],
    ['stage', ['dickeyFuller', 'forecast', 'total']],
  ])('has each %s that there is', (field, words) => {
    const isField = (path: string) => path.split(/[ .]/).at(-1) === field;
    const known = takenChanges((value) => value).filter(isField);
    expect(known.length).toBeGreaterThan(0);
    for (const word of words) expect(takenChanges(() => word).filter(isField)).toEqual(known);
  });

  it.each([
    [0, true],
    [1, true],
    [-0.01, false],
    [1.01, false],
  ])('with a probability of %d is taken: %s', (probability, isTaken) => {
    const taken = takenChanges((value) => (typeof value === 'number' ? probability : value));
    const probabilities = /predictions: .*\.(probability|level|backtest\.coverage)$/;
    expect(taken.filter((field) => probabilities.test(field))).toHaveLength(isTaken ? 5 : 0);
  });
});
