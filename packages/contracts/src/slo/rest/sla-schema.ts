import {
  compileMatchers,
  expressionMetric,
  ForewarnError,
  formatSelector,
  requireAffordable,
  type SeriesSelector,
} from '@forewarn/core';
import {
  boundsOfRatio,
  isLongWindow,
  type Maintenance,
  type Objective,
  recursTooOften,
  type Sla,
} from '@forewarn/slo';
import { z } from 'zod';
import { ofAnyObject } from './cross-field.js';
import { maintenance, maintenanceOutput, presentMaintenance } from './maintenance-schema.js';
import { selector, selectorExamples } from './selector-schema.js';
import { description, oneLine, resourceName } from './text-schemas.js';
import { objectiveWindow, presentWindow, windowOutput } from './window-schema.js';

const slaName = resourceName.meta({ examples: ['checkout-host'] });

const objectiveName = z
  .string()
  .min(1, 'must not be empty')
  .max(100, 'must be at most 100 characters')
  .regex(oneLine, 'must be one line without control characters')
  .regex(/^(\S([\s\S]*\S)?)?$/, 'must not begin or end with a space');

const target = z
  .number()
  .gt(0, 'must be above 0 (a share, not percent)')
  .lte(1, 'must be at most 1 (a share, not percent)');

const eventCount = z.int('must be a whole number').min(1, 'must be at least 1').max(1e12).optional();

const bound = z.number('must be a number, in the unit of the series');

/** As {@link ofAnyObject}, for rules between the items of a list. */
const ofAnyList = { when: ({ value }: { value: unknown }) => Array.isArray(value) };

const isIndicator = (selected: unknown): boolean =>
  (selected as Partial<SeriesSelector> | undefined)?.metric === expressionMetric;

const objectiveInput = z
  .strictObject({
    name: objectiveName.meta({ description: 'Unique within the SLA' }),
    indicator: selector.meta({
      description:
        'PromQL vector selector; every series that it selects must keep the bounds. Names beyond letters, digits and underscores stand in quotes. forewarn_indicator{indicator="NAME"} selects what an indicator comes to',
    }),
    min: bound
      .optional()
      .meta({ description: 'Lowest good value, in the unit of the series; of counters, a second' }),
    max: bound
      .optional()
      .meta({ description: 'Highest good value, in the unit of the series; of counters, a second' }),
    target: target.default(0.99).meta({
      description:
        'Share of the window’s minutes in which the bounds must hold; without bounds, share of the window’s events that must be good, by the ratio that the indicator is',
    }),
    window: objectiveWindow.prefault('12h'),
    minEvents: eventCount.meta({
      description:
        'Of a ratio: events that the window must have; with fewer there is no verdict, for want of volume',
    }),
    minEventsPerMinute: eventCount.meta({
      description: 'Of a ratio: events that a minute must have to be violated; with fewer it is not',
    }),
  })
  .refine(({ indicator, min, max }) => min !== undefined || max !== undefined || isIndicator(indicator), {
    ...ofAnyObject,
    error: 'min or max (or both) must be given',
    path: ['min'],
  })
  .refine(({ min, max }) => !(Number(min) > Number(max)), {
    ...ofAnyObject,
    error: 'must be at most max',
    path: ['min'],
  })
  .refine(({ indicator, minEvents }) => minEvents === undefined || isIndicator(indicator), {
    ...ofAnyObject,
    error: 'is only for ratios: the indicator must be forewarn_indicator{indicator="NAME"}',
    path: ['minEvents'],
  })
  .refine(({ indicator, minEventsPerMinute }) => minEventsPerMinute === undefined || isIndicator(indicator), {
    ...ofAnyObject,
    error: 'is only for ratios: the indicator must be forewarn_indicator{indicator="NAME"}',
    path: ['minEventsPerMinute'],
  })
  .meta({ id: 'ObjectiveInput' });

const objectives = z
  .array(objectiveInput)
  .min(1, 'must hold at least one objective')
  .max(1_000, 'must hold at most 1000 objectives')
  .superRefine((list, context) => {
    const seen = new Set<unknown>();
    for (const [at, objective] of list.entries()) {
      if (typeof objective?.name !== 'string') continue;
      if (seen.has(objective.name)) {
        context.addIssue({ code: 'custom', message: 'must be unique within the SLA', path: [at, 'name'] });
      }
      seen.add(objective.name);
    }
  }, ofAnyList)
  .superRefine((list, context) => {
    const selectors = list.map((objective) => selectorIn(objective));
    const together = whyNot(() =>
      requireAffordable(selectors.flatMap((each) => (each ? [each.matchers] : []))),
    );
    if (together !== undefined) {
      context.addIssue({ code: 'custom', message: together });
      return;
    }
    for (const [at, each] of selectors.entries()) {
      const message = each && whyNot(() => compileMatchers(each.matchers));
      if (message !== undefined) context.addIssue({ code: 'custom', message, path: [at, 'indicator'] });
    }
  }, ofAnyList);

/** Of an objective in which something else may be wrong. */
function selectorIn(objective: unknown): SeriesSelector | undefined {
  const { indicator } = (objective ?? {}) as { readonly indicator?: Partial<SeriesSelector> };
  return Array.isArray(indicator?.matchers) ? (indicator as SeriesSelector) : undefined;
}

function whyNot(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (thrown) {
    return ForewarnError.from(thrown).message;
  }
}

/** What there is of planned maintenance over a year is computed at the first look at it. What is wrong in itself is told by itself. */
function isComputable(fields: {
  readonly objectives: readonly Pick<Objective, 'window'>[];
  readonly maintenance: readonly Maintenance[];
}): boolean {
  try {
    return (
      !fields.objectives.some(({ window }) => isLongWindow(window)) || !recursTooOften(fields.maintenance)
    );
  } catch {
    return true;
  }
}
const notComputable = {
  error:
    'must recur at most three times a day, all of it together, beside an objective whose window is beyond 31 days',
  path: ['maintenance'],
};

/** The body that creates an SLA. */
export const slaInput = z
  .strictObject({ name: slaName, description, objectives, maintenance })
  .refine(isComputable, notComputable)
  .transform(toSla)
  .meta({ id: 'SlaInput' });

/** The body that replaces an SLA: the name may be left out, the path has it. */
export const slaReplacement = z
  .strictObject({ name: slaName.optional(), description, objectives, maintenance })
  .refine(isComputable, notComputable)
  .meta({ id: 'SlaReplacement' });

/** The name in a path; any text, since one that no SLA can have is simply not found. */
export const slaPath = z.object({ name: z.string().meta({ description: 'Name of the SLA' }) });

/** The same with the name of an objective, which may be any text and is percent-encoded. */
export const objectivePath = slaPath.extend({
  objective: z.string().meta({ description: 'Name of the objective within the SLA' }),
});

/** Parsed fields of a body as an SLA of the domain. */
export function toSla(fields: {
  readonly name: string;
  readonly description: string;
  readonly objectives: readonly z.output<typeof objectiveInput>[];
  readonly maintenance: readonly Maintenance[];
}): Sla {
  return {
    name: fields.name,
    description: fields.description,
    objectives: fields.objectives.map(({ name, indicator, min, max, target, window, ...volume }) => ({
      name,
      indicator,
      ...(min === undefined && max === undefined
        ? boundsOfRatio(target)
        : { bounds: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) } }),
      target,
      window,
      ...definedOf(volume),
    })),
    ...(fields.maintenance.length > 0 && { maintenance: fields.maintenance }),
  };
}

/** Of optional numbers those that are given. */
const definedOf = (fields: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** What every answer about an objective begins with. */
export const objectiveFields = {
  name: z.string(),
  indicator: z.string().meta({ description: 'PromQL vector selector', examples: selectorExamples }),
  min: z.number().optional(),
  max: z.number().optional(),
  target: z.number(),
  window: windowOutput,
  minEvents: z.number().optional(),
  minEventsPerMinute: z.number().optional(),
  budgetingMethod: z.enum(['timeslices', 'occurrences']).optional().meta({
    description:
      'Of an objective without bounds of its own: occurrences, the events of a ratio are counted, and its bounds are the target',
  }),
};

/** An SLA as the server gives it; it can be sent back as it is. */
export const slaOutput = z
  .object({
    name: z.string(),
    description: z.string(),
    objectives: z.array(z.object(objectiveFields)),
    maintenance: maintenanceOutput,
  })
  .meta({ id: 'Sla' });

/** The JSON form of an objective's own fields. */
export const presentObjective = ({
  name,
  indicator,
  bounds,
  budgetingMethod,
  target,
  window,
  minEvents,
  minEventsPerMinute,
}: Objective) => ({
  name,
  indicator: formatSelector(indicator),
  // Its bounds follow from the target, and were not given.
  ...(budgetingMethod === 'occurrences' ? {} : bounds),
  target,
  window: presentWindow(window),
  ...(minEvents !== undefined && { minEvents }),
  ...(minEventsPerMinute !== undefined && { minEventsPerMinute }),
});

/** The JSON form of an SLA. */
export const presentSla = (sla: Sla): z.input<typeof slaOutput> => ({
  name: sla.name,
  description: sla.description,
  objectives: sla.objectives.map(presentObjective),
  ...(sla.maintenance && { maintenance: presentMaintenance(sla.maintenance) }),
});

/** See {@link slaOutput}. */
export type SlaDocument = z.output<typeof slaOutput>;

/** All SLAs. */
export const slaList = z.object({ slas: z.array(slaOutput) }).meta({ id: 'SlaList' });
