import { compileMatchers, expressionMetric, ForewarnError, requireAffordable } from '@forewarn/core';
import { type Indicator, type IndicatorDefinition, plainDefinition } from '@forewarn/slo';
import { z } from 'zod';
import { ofAnyObject } from './cross-field.js';
import { selector } from './selector-schema.js';
import { description, oneLine, printableLines, resourceName } from './text-schemas.js';

/** The name that an indicator may have. */
export const indicatorName = resourceName.meta({ examples: ['checkout-errors'] });

const expression = printableLines
  .trim()
  .min(1, 'must not be empty')
  .max(10_000, 'must be at most 10000 characters')
  .meta({
    description:
      'PromQL that comes to a scalar or an instant vector. Each of its series is forewarn_indicator{indicator="NAME",…} with the labels that the expression leaves',
    examples: [
      'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))',
      'sum by (job) (rate(http_requests_total[5m]))',
    ],
  });

const labelName = z
  .string()
  .min(1, 'must not be empty')
  .max(200, 'must be at most 200 characters')
  .regex(oneLine, 'must be one line without control characters');

const idleKinds = ['good', 'no-data'] as const;

const ratio = z
  .strictObject({
    good: selector.optional().meta({ description: 'Selects counters of the good events; or `bad`' }),
    bad: selector.optional().meta({
      description: 'Selects counters of the bad events; where there are none, none was bad',
    }),
    total: selector.meta({ description: 'Selects counters of all events' }),
    by: z.array(labelName).max(20, 'must hold at most 20 labels').default([]).meta({
      description: 'Labels whose values have a ratio each; without any there is one ratio of all',
    }),
    idle: z.enum(idleKinds).default('good').meta({
      description: 'What a minute without events is: good, or one without data',
    }),
  })
  .refine(({ good, bad }) => (good === undefined) !== (bad === undefined), {
    ...ofAnyObject,
    error: 'good or bad must be given, and not both',
    path: ['bad'],
  })
  .superRefine(({ good, bad, total }, context) => {
    for (const [name, each] of Object.entries({ good, bad, total })) {
      if (each?.metric === expressionMetric)
        context.addIssue({ code: 'custom', path: [name], message: 'must select counters, not an indicator' });
    }
    const patterns = [good, bad, total].flatMap((each) => (each ? [each.matchers] : []));
    try {
      requireAffordable(patterns);
      for (const matchers of patterns) compileMatchers(matchers);
    } catch (thrown) {
      context.addIssue({ code: 'custom', message: ForewarnError.from(thrown).message });
    }
  })
  .meta({
    id: 'RatioInput',
    description:
      'The share of good events, minute by minute, from the increases of counters: 1 where all are good',
  });

const definitionFields = { expression: expression.optional(), ratio: ratio.optional() };

const either = {
  ...ofAnyObject,
  error: 'expression or ratio must be given, and not both',
  path: ['expression'],
};

const isEither = (fields: { readonly expression?: unknown; readonly ratio?: unknown }): boolean =>
  (fields.expression === undefined) !== (fields.ratio === undefined);

/** The body that creates an indicator. */
export const indicatorInput = z
  .strictObject({ name: indicatorName, description, ...definitionFields })
  .refine(isEither, either)
  .transform(toIndicator)
  .meta({ id: 'IndicatorInput' });

/** The body that replaces an indicator: the name may be left out, the path has it. */
export const indicatorReplacement = z
  .strictObject({ name: indicatorName.optional(), description, ...definitionFields })
  .refine(isEither, either)
  .meta({ id: 'IndicatorReplacement' });

/** The name in a path; any text, since one that no indicator can have is simply not found. */
export const indicatorPath = z.object({ name: z.string().meta({ description: 'Name of the indicator' }) });

/** Parsed fields of a body as an indicator of the domain. */
export function toIndicator({
  name,
  description: told,
  ...fields
}: Omit<z.output<typeof indicatorReplacement>, 'name'> & { readonly name: string }): Indicator {
  return { name, description: told, definition: toDefinition(fields) };
}

function toDefinition({
  expression: text,
  ratio: counters,
}: Pick<z.output<typeof indicatorReplacement>, 'expression' | 'ratio'>): IndicatorDefinition {
  if (!counters) return { expression: text ?? '' };
  const { good, bad, ...others } = counters;
  const counted = good ? 'good' : 'bad';
  return { ratio: { counted, events: (good ?? bad)!, ...others } };
}

/** An indicator as the server gives it; it can be sent back as it is. */
export const indicatorOutput = z
  .object({
    name: z.string(),
    description: z.string(),
    expression: z.string().optional(),
    ratio: z
      .object({
        good: z.string().optional(),
        bad: z.string().optional(),
        total: z.string(),
        by: z.array(z.string()),
        idle: z.enum(idleKinds),
      })
      .optional(),
  })
  .meta({
    id: 'Indicator',
    description: 'With neither expression nor ratio where what is stored cannot be read',
  });

/** See {@link indicatorOutput}. */
export type IndicatorDocument = z.output<typeof indicatorOutput>;

/** All indicators. */
export const indicatorList = z.object({ indicators: z.array(indicatorOutput) }).meta({ id: 'IndicatorList' });

/** The JSON form of an indicator. */
export const presentIndicatorDocument = ({
  name,
  description: told,
  definition,
}: Indicator): z.input<typeof indicatorOutput> => ({
  name,
  description: told,
  ...(plainDefinition(definition) as Pick<IndicatorDocument, 'expression' | 'ratio'>),
});
