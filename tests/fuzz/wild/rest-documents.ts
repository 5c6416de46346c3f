import fc from 'fast-check';
import type { Json } from './json.js';
import { wildText } from './texts.js';

/** An SLA that exists while requests come. */
export const existingSla = 'kept';

/** An indicator that exists while requests come. */
export const existingIndicator = 'kept';

const selector = fc.oneof(
  fc.constantFrom(
    'up',
    'up{job="a"}',
    '{"http.server"}',
    'forewarn_indicator{indicator="kept"}',
    'forewarn_indicator',
    'up{',
    'up{a=~"("}',
    'up{a=~"a{1000}{1000}"}',
    'up{a=~"(?i)[\\\\x{0}-\\\\x{10ffff}]{30}"}',
  ),
  wildText,
);
const objective = fc.record(
  {
    name: fc.oneof(fc.constantFrom('o', 'memory'), wildText),
    indicator: selector,
    min: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    max: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    target: fc.double({ min: 0, max: 1.2, noNaN: true }),
    window: fc.oneof(fc.constantFrom('12h', '1m', '31d', '0s', '1y', '12 parsecs'), wildText),
  },
  { requiredKeys: ['name', 'indicator', 'max'] },
);
/** Beyond what the server takes. */
const mostBodyBytes = 400_000;

/** SLAs, sound and not. */
export const slaDocument: fc.Arbitrary<Json> = fc.record(
  {
    name: fc.oneof(fc.constantFrom('x', existingSla, 'checkout-host'), wildText),
    description: wildText,
    objectives: fc.oneof(
      { weight: 8, arbitrary: fc.array(objective, { minLength: 1, maxLength: 3 }) },
      // Thousands of mistakes in one body.
      {
        weight: 1,
        arbitrary: fc.tuple(objective, fc.nat({ max: 1_200 })).map(([one, count]) => {
          const most = Math.min(count, Math.ceil(mostBodyBytes / JSON.stringify(one).length));
          return Array(most).fill(one) as (typeof one)[];
        }),
      },
    ),
  },
  { requiredKeys: ['name', 'objectives'] },
) as fc.Arbitrary<Json>;

const expression = fc.oneof(fc.constantFrom('up', 'sum(rate(up[5m]))', 'sum(', ''), wildText);
const ratio = fc.record(
  {
    good: selector,
    bad: selector,
    total: selector,
    by: fc.array(fc.oneof(fc.constantFrom('job', 'service.name', '__proto__'), wildText), { maxLength: 3 }),
    idle: fc.oneof(fc.constantFrom('good', 'no-data'), wildText),
  },
  { requiredKeys: ['total'] },
);
/** Indicators, sound and not. */
export const indicatorDocument = fc.record(
  {
    name: fc.oneof(fc.constantFrom('x', existingIndicator), wildText),
    description: wildText,
    expression,
    ratio,
  },
  { requiredKeys: ['name'] },
) as fc.Arbitrary<Json>;
