import { formatDuration } from '@forewarn/core';
import { calendarPeriods, isTimeZone, type ObjectiveWindow } from '@forewarn/slo';
import { z } from 'zod';
import { longWindow } from './time-schemas.js';

/** A time zone of the IANA database. */
export const timeZone = z
  .string()
  .max(100, 'must be at most 100 characters')
  .refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Berlin')
  .meta({ description: 'Of the IANA database', examples: ['Europe/Berlin'] });

const calendar = z.enum(calendarPeriods, { error: 'must be day, week, month, quarter or year' }).meta({
  description: 'Period of the calendar that the window is; weeks begin on Monday',
});

const calendarWindow = z
  .strictObject({ calendar, timeZone: timeZone.default('UTC') })
  .transform(
    (fields): ObjectiveWindow => ({
      calendar: { period: fields.calendar, timeZone: fields.timeZone },
    }),
  )
  .meta({ id: 'CalendarWindowInput' });

const rollingWindow = longWindow.transform((rollingMs): ObjectiveWindow => ({ rollingMs }));

/** What is wrong with the form that was meant: by default it would only be said that neither fits. */
const mistakeOf = ({ input, errors = [] }: UnionIssue): string => {
  const meant = typeof input === 'string' ? errors[0] : isFields(input) ? errors[1] : undefined;
  if (meant) return meant.map(({ path, message }) => [...path, message].join(' ')).join('; ');
  return 'must be a duration such as 12h, or a period of the calendar such as {"calendar": "month", "timeZone": "Europe/Berlin"}';
};

const isFields = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

interface UnionIssue {
  readonly input?: unknown;
  readonly errors?: readonly (readonly {
    readonly path: readonly PropertyKey[];
    readonly message: string;
  }[])[];
}

/** What an objective's minutes are counted over. */
export const objectiveWindow = z
  .union([rollingWindow, calendarWindow], { error: (issue) => mistakeOf(issue as UnionIssue) })
  .meta({
    description:
      'From 1m to 366d, up to now; or the day, week, month, quarter or year that it is in a time zone, from its begin up to now',
  });

/** The window in answers. */
export const windowOutput = z
  .union([z.string(), z.object({ calendar, timeZone: z.string() }).meta({ id: 'CalendarWindow' })])
  .meta({ examples: ['12h', { calendar: 'month', timeZone: 'Europe/Berlin' }] });

/** See {@link windowOutput}. */
export type WindowDocument = z.output<typeof windowOutput>;

/** The JSON form of a window. */
export const presentWindow = (its: ObjectiveWindow): WindowDocument =>
  'rollingMs' in its
    ? formatDuration(its.rollingMs)
    : { calendar: its.calendar.period, timeZone: its.calendar.timeZone };

/** For people: `12h`, `month, Europe/Berlin`. */
export const windowText = (its: WindowDocument): string =>
  typeof its === 'string' ? its : `${its.calendar}, ${its.timeZone}`;
