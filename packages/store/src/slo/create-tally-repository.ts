import { createHash } from 'node:crypto';
import { type CallOptions, canonicalSeries, type TimeRange } from '@forewarn/core';
import type { DayTally, SeriesTally, TallyRepository } from '@forewarn/slo';
import {
  decodePoints,
  encodePoints,
  type PrunableRows,
  pruneRows,
  type SqlDatabase,
  type SqlDialect,
  upsertRows,
} from '@forewarn/sql';
import type { DayTallyTable, SloTables } from './slo-tables.js';

/** The tallied days in SQL. */
export function createTallyRepository(database: SqlDatabase): TallyRepository {
  const { dialect } = database;
  return {
    async listTallies(key, range, options) {
      const sha256 = sha256Of(key);
      // The days first: one that is written meanwhile has more tallies then, and not fewer than its own.
      const days = await database.read(daysQuery(dialect, sha256, range), options);
      const rows = await database.read(talliesQuery(dialect, sha256, range), options);
      const known = new Set(days.map(({ day_ms }) => day_ms));
      return { days: [...known], tallies: rows.filter(({ day_ms }) => known.has(day_ms)).map(toTally) };
    },
    writeTallies: (key, dayStartMs, all, options) =>
      writeTallies(database, { sha256: sha256Of(key), dayStartMs }, all, options),
    pruneTallies: (beforeMs, options) => pruneRows(database, prunable, beforeMs, options),
  };
}

const sha256Of = (text: string): Buffer => createHash('sha256').update(text).digest();

const daysQuery = ({ queries }: SqlDialect, sha256: Uint8Array, { startMs, endMs }: TimeRange) =>
  queries
    .withTables<SloTables>()
    .selectFrom('tallied_day')
    .select('day_ms')
    .where('tally_sha256', '=', sha256)
    .where('day_ms', '>=', startMs)
    .where('day_ms', '<', endMs)
    .orderBy('day_ms')
    .compile();

const talliesQuery = ({ queries }: SqlDialect, sha256: Uint8Array, { startMs, endMs }: TimeRange) =>
  queries
    .withTables<SloTables>()
    .selectFrom('day_tally')
    .select(['day_ms', 'metric', 'labels', 'known', 'violated', 'left_out', 'events'])
    .where('tally_sha256', '=', sha256)
    .where('day_ms', '>=', startMs)
    .where('day_ms', '<', endMs)
    .orderBy('day_ms')
    .compile();

/** The day's tallies, and behind them that it was tallied, in one transaction. */
const writeTallies = (
  database: SqlDatabase,
  day: { readonly sha256: Uint8Array; readonly dayStartMs: number },
  all: readonly SeriesTally[],
  options: CallOptions = {},
): Promise<void> => {
  const { dialect } = database;
  const key = { tally_sha256: day.sha256, day_ms: day.dayStartMs };
  return database.transaction(async (connection) => {
    await upsertRows(
      connection,
      dialect,
      { table: 'day_tally', key: ['tally_sha256', 'day_ms', 'series_sha256'] },
      all.map((each) => ({ ...key, ...toRow(each) })),
    );
    await upsertRows(connection, dialect, { table: 'tallied_day', key: ['tally_sha256', 'day_ms'] }, [key]);
  }, options);
};

const toRow = ({ series, tally: { known, violated, events } }: SeriesTally) => ({
  series_sha256: sha256Of(canonicalSeries(series)),
  metric: series.metric,
  labels: JSON.stringify(series.labels),
  known,
  violated,
  left_out: events?.leftOut ?? null,
  events: events ? encodePoints('events', [events.total, events.bad]) : null,
});

const toTally = (row: Omit<DayTallyTable, 'tally_sha256' | 'series_sha256'>): SeriesTally => ({
  series: { metric: row.metric, labels: JSON.parse(row.labels) as Record<string, string> },
  tally: {
    startMs: row.day_ms,
    known: Uint8Array.from(row.known),
    violated: Uint8Array.from(row.violated),
    ...eventsOf(row),
  },
});

function eventsOf({
  events,
  left_out,
}: Pick<DayTallyTable, 'events' | 'left_out'>): Pick<DayTally, 'events'> {
  if (events === null || left_out === null) return {};
  const [total, bad] = decodePoints(events, 2);
  return { events: { total: total!, bad: bad!, leftOut: Uint8Array.from(left_out) } };
}

const prunable: readonly PrunableRows[] = [
  { table: 'tallied_day', isOld: 'day_ms < ?' },
  { table: 'day_tally', isOld: 'day_ms < ?' },
];
