import type { Indicator } from '@forewarn/slo';
import { z } from 'zod';
import { description, printableLines, resourceName } from './text-schemas.js';

const indicatorName = resourceName.meta({ examples: ['checkout-error-ratio'] });

const expression = printableLines
  .trim()
  .min(1, 'must not be empty')
  .max(10_000, 'must be at most 10000 characters')
  .meta({
    description:
      'PromQL that comes to a scalar or an instant vector. Each of its series is forewarn_indicator{indicator="NAME",…} with the labels that the expression leaves',
    examples: [
      'sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))',
      'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))',
    ],
  });

/** The body that creates an indicator. */
export const indicatorInput = z
  .strictObject({ name: indicatorName, description, expression })
  .meta({ id: 'IndicatorInput' });

/** The body that replaces an indicator: the name may be left out, the path has it. */
export const indicatorReplacement = z
  .strictObject({ name: indicatorName.optional(), description, expression })
  .meta({ id: 'IndicatorReplacement' });

/** The name in a path; any text, since one that no indicator can have is simply not found. */
export const indicatorPath = z.object({ name: z.string().meta({ description: 'Name of the indicator' }) });

/** An indicator as the server gives it; it can be sent back as it is. */
export const indicatorOutput = z
  .object({ name: z.string(), description: z.string(), expression: z.string() })
  .meta({ id: 'Indicator' });

/** See {@link indicatorOutput}. */
export type IndicatorDocument = z.output<typeof indicatorOutput>;

/** All indicators. */
export const indicatorList = z.object({ indicators: z.array(indicatorOutput) }).meta({ id: 'IndicatorList' });

/** The JSON form of an indicator. */
export const presentIndicatorDocument = ({
  name,
  description,
  expression,
}: Indicator): IndicatorDocument => ({
  name,
  description,
  expression,
});
