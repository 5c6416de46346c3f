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
const timeZone = fc.oneof(
  fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Mars/Olympus'),
  wildText,
);
const window = fc.oneof(
  fc.constantFrom('12h', '1m', '31d', '366d', '0s', '1y', '12 parsecs'),
  fc.record(
    { calendar: fc.oneof(fc.constantFrom('day', 'month', 'quarter', 'year', 'decade'), wildText), timeZone },
    { requiredKeys: ['calendar'] },
  ),
  wildText,
);
const cron = fc.oneof(
  fc.constantFrom(
    '0 2 * * SUN',
    '0 */6 * * *',
    '* * * * *',
    '0 0 29 2 1',
    '0 0 L * *',
    '@daily',
    '0 0 31 2 *',
  ),
  wildText,
);
const time = fc.oneof(
  fc.constantFrom('2026-11-28T10:00:00Z', '2026-11-28T12:30:30+05:45', '9999-12-31T23:59:59Z'),
  wildText,
);
/** Once, recurring, both, or neither. */
const maintenance = fc.record(
  { start: time, end: time, cron, duration: fc.constantFrom('1m', '2h', '7d', '8d', 'x'), timeZone },
  { requiredKeys: [] },
);
const objective = fc.record(
  {
    name: fc.oneof(fc.constantFrom('o', 'memory'), wildText),
    indicator: selector,
    min: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    max: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    target: fc.double({ min: 0, max: 1.2, noNaN: true }),
    window,
    minEvents: fc.oneof(fc.nat(), fc.double()),
    minEventsPerMinute: fc.nat(),
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
    maintenance: fc.array(maintenance, { maxLength: 12 }),
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

/** Keys to be made, and what a login says, sound and not. */
export const keyDocument = fc.record(
  {
    name: fc.oneof(fc.constantFrom('ci', ''), wildText),
    role: fc.oneof(fc.constantFrom('viewer', 'admin', 'root'), wildText),
    scope: fc.record(
      {
        slas: fc.array(fc.oneof(fc.constantFrom('shop-*', '*'.repeat(60)), wildText), { maxLength: 120 }),
        namespaces: fc.array(fc.oneof(fc.constantFrom('shop', 'a|b'), wildText), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
    expiresAfter: fc.oneof(fc.constantFrom('90d', '0s', '99999999d'), wildText),
    key: wildText,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Json>;
