import { formatDuration, toRfc3339 } from '@forewarn/core';
import { type Maintenance, maintenanceLimits, whyNotRecurring } from '@forewarn/slo';
import { z } from 'zod';
import { ofAnyObject } from './cross-field.js';
import { duration, instant, timestamp } from './time-schemas.js';
import { timeZone } from './window-schema.js';

const { mostEntries, cronLength, leastDurationMs, mostDurationMs } = maintenanceLimits;

const maintenanceInput = z
  .strictObject({
    start: instant.optional().meta({ description: 'RFC 3339; with `end`, of maintenance that happens once' }),
    end: instant.optional().meta({ description: 'RFC 3339; with `start`' }),
    cron: z
      .string()
      .max(cronLength, `must be at most ${cronLength} characters`)
      .optional()
      .meta({
        description:
          'Five fields: minute, hour, day of the month, month, day of the week; with `duration`, of maintenance that recurs',
        examples: ['0 2 * * SUN'],
      }),
    duration: duration(leastDurationMs, mostDurationMs, 'from 1m to 7d')
      .optional()
      .meta({ description: 'How long each lasts, from 1m to 7d; with `cron`', examples: ['2h'] }),
    timeZone: timeZone.optional().meta({ description: 'Whose clocks `cron` goes by; UTC unless given' }),
  })
  .refine(({ start, end, cron, duration: lasting }) => areBoth(start, end) !== areBoth(cron, lasting), {
    ...ofAnyObject,
    error: 'start and end must be given, or cron and duration',
    path: ['start'],
  })
  .refine(({ start, end }) => !(Number(start) >= Number(end)), {
    ...ofAnyObject,
    error: 'must be after start',
    path: ['end'],
  })
  .refine(
    ({ start, end, cron, duration: lasting, timeZone: zone }) =>
      !given(start, end) || !given(cron, lasting, zone),
    {
      ...ofAnyObject,
      error: 'cron, duration and timeZone are of maintenance that recurs, start and end of one that does not',
    },
  )
  .transform((fields, context): Maintenance => {
    const { start, end, cron, duration: durationMs, timeZone: zone = 'UTC' } = fields;
    if (cron === undefined || durationMs === undefined) return { startMs: start ?? 0, endMs: end ?? 0 };
    const recurring = { cron, durationMs, timeZone: zone };
    const message = whyNotRecurring(recurring);
    if (message !== undefined) context.addIssue({ code: 'custom', message, path: ['cron'] });
    return recurring;
  })
  .meta({ id: 'MaintenanceInput' });

const areBoth = (first: unknown, second: unknown): boolean => first !== undefined && second !== undefined;
const given = (...values: unknown[]): boolean => values.some((value) => value !== undefined);

/** Planned maintenance of an SLA. */
export const maintenance = z
  .array(maintenanceInput)
  .max(mostEntries, `must hold at most ${mostEntries} entries`)
  .default([])
  .meta({
    description: 'Planned maintenance, once or recurring: its minutes count neither for nor against the SLA',
  });

/** Planned maintenance in answers; absent where there is none. */
export const maintenanceOutput = z
  .array(
    z
      .object({
        start: timestamp.optional(),
        end: timestamp.optional(),
        cron: z.string().optional(),
        duration: z.string().optional(),
        timeZone: z.string().optional(),
      })
      .meta({ id: 'Maintenance' }),
  )
  .optional();

/** The JSON form of planned maintenance. */
export const presentMaintenance = (all: readonly Maintenance[] = []): z.input<typeof maintenanceOutput> =>
  all.map((each) =>
    'cron' in each
      ? { cron: each.cron, duration: formatDuration(each.durationMs), timeZone: each.timeZone }
      : { start: toRfc3339(each.startMs), end: toRfc3339(each.endMs) },
  );
