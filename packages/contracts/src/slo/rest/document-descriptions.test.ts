import { expect, it } from 'vitest';
import { z } from 'zod';
import { documents } from './documents.fixture.js';
import { slaInput, slaPath, slaReplacement } from './sla-schema.js';

/** A part of a JSON schema, and where it stands: `Sla.objectives.window`. */
interface Part {
  readonly name: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

const schemas: readonly z.ZodType[] = [slaInput, slaReplacement, ...documents.map(([, schema]) => schema)];

/** The JSON schemas of all documents by their names, as those who make clients read them. */
const named = z.toJSONSchema(z.union(schemas), { io: 'input' }).$defs ?? {};

const parts = Object.entries({ ...named, SlaPath: z.toJSONSchema(slaPath) }).flatMap(([name, schema]) =>
  partsOf(schema, name),
);

function partsOf(schema: unknown, name: string): Part[] {
  if (Array.isArray(schema)) return schema.flatMap((part) => partsOf(part, name));
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, items, anyOf, oneOf, ...said } = schema as Record<string, unknown>;
  const fields = Object.entries(properties ?? {}).flatMap(([field, part]) =>
    partsOf(part, `${name}.${field}`),
  );
  return [{ ...said, name }, ...fields, ...[items, anyOf, oneOf].flatMap((part) => partsOf(part, name))];
}

/** Of parts that say the same under the same last name, the first. */
const firstOfEach = (said: readonly Part[], what: 'description' | 'examples'): Part[] => [
  ...new Map(
    [...said].reverse().map((part) => [`${part.name.split('.').at(-1)} ${JSON.stringify(part[what])}`, part]),
  ).values(),
];

it('documents have the names by which clients call their types', () => {
  expect(Object.keys(named).sort()).toEqual(
    [
      ...['SlaInput', 'ObjectiveInput', 'SlaReplacement', 'About', 'SlaList', 'Sla'],
      ...['SlaStatus', 'State', 'Reason', 'ObjectiveStatus', 'Unit', 'Bound', 'OverallStatus'],
      ...['SlaPredictions', 'Prediction', 'NoPrediction', 'ForecastBacktest', 'ForecastPoint'],
      ...['SlaViolations', 'Violation', 'Episode', 'SlaExecutionTimes', 'SlaSeries', 'SeriesList'],
    ].sort(),
  );
});

it('what a name does not tell is described', () => {
  const described = firstOfEach(
    parts.filter(({ description }) => description),
    'description',
  );
  expect(described.map(({ name }) => name).sort()).toEqual([
    'About.notice',
    'About.profile',
    'About.source',
    'Episode',
    'ForecastBacktest.coverage',
    'ForecastBacktest.intervalScore',
    'ForecastBacktest.lastValueError',
    'ForecastBacktest.meanAbsoluteScaledError',
    'ForecastBacktest.originCount',
    'ObjectiveInput.indicator',
    'ObjectiveInput.max',
    'ObjectiveInput.min',
    'ObjectiveInput.name',
    'ObjectiveInput.target',
    'ObjectiveInput.window',
    'ObjectiveStatus.series.compliance',
    'ObjectiveStatus.series.coverage',
    'ObjectiveStatus.series.current.timestamp',
    'ObjectiveStatus.series.errorBudget.remaining',
    'ObjectiveStatus.series.partition',
    'ObjectiveStatus.series.series',
    'Prediction.backtest',
    'Prediction.endsEarly',
    'Prediction.forecastFrom',
    'Prediction.level',
    'Prediction.modelChoice',
    'Prediction.probability',
    'SeriesList.next',
    'SeriesList.series.forecast',
    'Sla.objectives.indicator',
    'SlaExecutionTimes.truncated',
    'SlaInput.name',
    'SlaPath.name',
    'SlaSeries.objectives.series.forecast.forecastFrom',
    'SlaStatus.evaluatedAt',
    'SlaViolations.count',
    'SlaViolations.objectives.series.samples',
    'SlaViolations.range.end',
    'SlaViolations.range.start',
    'State',
    'Unit',
  ]);
});

it('a text that is written by rules has an example', () => {
  const withExamples = firstOfEach(
    parts.filter(({ examples }) => examples),
    'examples',
  );
  const examples = Object.fromEntries(
    withExamples.map(({ name, examples: texts }) => [name.split('.').at(-1), texts]),
  );
  expect(examples).toEqual({
    profile: ['default'],
    series: ['node_load1{instance="db1:9100"}'],
    model: ['holt(additive)'],
    reason: ['idle'],
    window: ['12h'],
    name: ['checkout-host'],
    ...Object.fromEntries(
      ['timestamp', 'forecastFrom', 'evaluatedAt', 'start', 'end'].map((time) => [
        time,
        ['2026-11-21T12:00:00.000Z'],
      ]),
    ),
  });
});
