import { type ChangeOptions, ForewarnError, formatSelector, readSelector } from '@forewarn/core';
import {
  boundsOfRatio,
  calendarPeriods,
  isTimeZone,
  maintenanceOf,
  maintenanceText,
  nominalWindowMs,
  type Objective,
  type ObjectiveWindow,
  type Sla,
  type SlaRepository,
  SloError,
} from '@forewarn/slo';
import { type SqlConnection, type SqlDatabase, type SqlDialect, upsertRows } from '@forewarn/sql';
import type { CompiledQuery } from 'kysely';
import { recordChange } from '../access/record-change.js';
import type { ObjectiveTable, SlaTable, SloTables } from './slo-tables.js';

const kind = 'sla';

/** The SLAs in SQL: each with its objectives in one transaction. */
export function createSlaRepository(database: SqlDatabase): SlaRepository {
  // Compiled once, as every request about an SLA begins with one of them.
  const all = slaQuery(database.dialect).compile();
  const byName = slaQuery(database.dialect).where('sla.name', '=', '').compile();
  return {
    async listSlas(options) {
      return toSlas(await database.read(all, options));
    },
    async getSla(name, options) {
      const rows = await database.read<SlaRow>({ ...byName, parameters: [name] }, options);
      return found(name, toSlas(rows)[0]);
    },
    createSla: (sla, options) => createSla(database, sla, options),
    replaceSla: (sla, options) => replaceSla(database, sla, { ...byName, parameters: [sla.name] }, options),
    deleteSla: (name, options = {}) =>
      database.transaction(async (connection) => {
        const before = await slaBefore(connection, { ...byName, parameters: [name] }, options);
        const deleted = await connection.run('DELETE FROM sla WHERE name = ?', [name]);
        if (deleted === 0) throw slaNotFound(name);
        await recordChange(connection, database.dialect, options, { kind, action: 'delete', name, before });
      }, options),
  };
}

function createSla(database: SqlDatabase, sla: Sla, options: ChangeOptions<Sla> = {}): Promise<void> {
  const { dialect } = database;
  const sql = `INSERT INTO sla (name, description, maintenance) VALUES (?, ?, ?) ${dialect.onConflict({ key: ['name'], update: [] })}`;
  return database.transaction(async (connection) => {
    const inserted = await connection.run(sql, [sla.name, sla.description, storedMaintenance(sla)]);
    if (inserted === 0) {
      throw new SloError(
        'sla-exists',
        `an SLA named ${sla.name} exists already; replace it or choose another name`,
        { details: { sla: sla.name } },
      );
    }
    await insertObjectives(connection, dialect, sla);
    const { name } = sla;
    await recordChange(connection, dialect, options, { kind, action: 'create', name, after: sla });
  }, options);
}

/** What an SLA is before it is changed, for the audit; not asked for where nobody keeps one. */
async function slaBefore(
  connection: SqlConnection,
  byName: CompiledQuery<SlaRow>,
  { change }: ChangeOptions<Sla>,
): Promise<Sla | undefined> {
  return change && toSlas(await connection.query(byName))[0];
}

function replaceSla(
  database: SqlDatabase,
  sla: Sla,
  byName: CompiledQuery<SlaRow>,
  options: ChangeOptions<Sla> = {},
): Promise<void> {
  const { dialect } = database;
  const existing = dialect.queries
    .withTables<SloTables>()
    .selectFrom('sla')
    .select('name')
    .where('name', '=', sla.name)
    .$if(dialect.hasRowLocks, (select) => select.forUpdate())
    .compile();
  return database.transaction(async (connection) => {
    found(sla.name, (await connection.query(existing))[0]);
    const before = await slaBefore(connection, byName, options);
    const update = 'UPDATE sla SET description = ?, maintenance = ? WHERE name = ?';
    await connection.run(update, [sla.description, storedMaintenance(sla), sla.name]);
    await connection.run('DELETE FROM objective WHERE sla_name = ?', [sla.name]);
    await insertObjectives(connection, dialect, sla);
    const { name } = sla;
    await recordChange(connection, dialect, options, { kind, action: 'replace', name, before, after: sla });
  }, options);
}

/** Objectives without an update on conflict of names: two of one name are refused by the table. */
const insertObjectives = (connection: SqlConnection, dialect: SqlDialect, sla: Sla): Promise<void> => {
  assertDistinctNames(sla);
  return upsertRows(
    connection,
    dialect,
    { table: 'objective', key: ['sla_name', 'objective_index'] },
    sla.objectives.map((objective, index) => ({ ...objectiveRow(sla.name, index, objective) })),
  );
};

/** MySQL's upsert would take a second objective of one name for an update of the first. */
function assertDistinctNames({ name, objectives }: Sla): void {
  if (new Set(objectives.map((objective) => objective.name)).size === objectives.length) return;
  throw new ForewarnError(
    'store-rejected',
    `two objectives of the SLA ${name} have the same name; give each its own`,
    { details: { sla: name } },
  );
}

const storedMaintenance = ({ maintenance = [] }: Sla): string | null =>
  maintenance.length === 0 ? null : maintenanceText(maintenance);

const objectiveRow = (slaName: string, index: number, objective: Objective): ObjectiveTable => ({
  sla_name: slaName,
  objective_index: index,
  name: objective.name,
  indicator: formatSelector(objective.indicator),
  ...(objective.budgetingMethod === 'occurrences'
    ? { min_value: null, max_value: null }
    : { min_value: objective.bounds.min ?? null, max_value: objective.bounds.max ?? null }),
  target: objective.target,
  // A program that does not know of calendars reads a window about as long.
  window_ms: nominalWindowMs(objective.window),
  calendar: 'calendar' in objective.window ? objective.window.calendar.period : null,
  time_zone: 'calendar' in objective.window ? objective.window.calendar.timeZone : null,
  min_events: objective.minEvents ?? null,
  min_events_per_minute: objective.minEventsPerMinute ?? null,
});

const slaQuery = ({ queries }: SqlDialect) =>
  queries
    .withTables<SloTables>()
    .selectFrom('sla')
    .leftJoin('objective', 'objective.sla_name', 'sla.name')
    .select(['sla.name as owner', 'sla.description', 'sla.maintenance'])
    .select(['objective.name', 'objective.indicator'])
    .select(['objective.min_value', 'objective.max_value', 'objective.target', 'objective.window_ms'])
    .select(['objective.calendar', 'objective.time_zone'])
    .select(['objective.min_events', 'objective.min_events_per_minute'])
    .orderBy('sla.name')
    .orderBy('objective.objective_index');

type SlaRow = Pick<SlaTable, 'description' | 'maintenance'> & { owner: string } & {
  [Column in Exclude<keyof ObjectiveTable, 'sla_name' | 'objective_index'>]: ObjectiveTable[Column] | null;
};

function toSlas(rows: readonly SlaRow[]): Sla[] {
  const slas = new Map<string, Sla & { objectives: Objective[] }>();
  for (const row of rows) {
    const sla = slas.get(row.owner) ?? {
      name: row.owner,
      description: row.description,
      objectives: [],
      ...toMaintenance(row).known,
    };
    slas.set(row.owner, sla);
    if (row.name !== null) sla.objectives.push(toObjective(row.name, row));
  }
  return [...slas.values()];
}

const toObjective = (name: string, row: SlaRow): Objective => ({
  name,
  ...toIndicator(row.indicator ?? ''),
  ...toBounds(row),
  target: row.target ?? 0,
  ...toWindow(row),
  ...(row.min_events !== null && { minEvents: row.min_events }),
  ...(row.min_events_per_minute !== null && { minEventsPerMinute: row.min_events_per_minute }),
  ...toMaintenance(row).problem,
});

function toWindow(row: SlaRow): Pick<Objective, 'window' | 'unreadable'> {
  const rolling: ObjectiveWindow = { rollingMs: row.window_ms ?? 0 };
  if (row.calendar === null) return { window: rolling };
  const period = calendarPeriods.find((each) => each === row.calendar);
  const timeZone = row.time_zone ?? '';
  if (period && isTimeZone(timeZone)) return { window: { calendar: { period, timeZone } } };
  const detail = `the window ${row.calendar} of the time zone ${timeZone} is not known here; replace the SLA`;
  return { window: rolling, unreadable: { reason: 'objective-unreadable', detail } };
}

/** Where it cannot be read its objectives are told so: to judge them without it would call maintenance a violation. */
function toMaintenance({ maintenance: text }: SlaRow): {
  readonly known?: Pick<Sla, 'maintenance'>;
  readonly problem?: Pick<Objective, 'unreadable'>;
} {
  if (text === null) return {};
  try {
    return { known: { maintenance: maintenanceOf(text) } };
  } catch (thrown) {
    const { message } = ForewarnError.from(thrown);
    const detail = `the planned maintenance of the SLA cannot be read: ${message}; replace the SLA`;
    return { problem: { unreadable: { reason: 'objective-unreadable', detail } } };
  }
}

function toBounds({ min_value: min, max_value: max, target }: SlaRow) {
  if (min === null && max === null) return boundsOfRatio(target ?? 0);
  return { bounds: { ...(min !== null && { min }), ...(max !== null && { max }) } };
}

/** One that cannot be read is told with its objective, so that it does not take the others with it. */
function toIndicator(text: string): Pick<Objective, 'indicator' | 'unreadable'> {
  try {
    return { indicator: readSelector(text) };
  } catch (thrown) {
    const { message: detail } = ForewarnError.from(thrown);
    return {
      indicator: { metric: text, matchers: [] },
      unreadable: { reason: 'objective-unreadable', detail: `${detail}; replace the SLA` },
    };
  }
}

function found<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw slaNotFound(name);
  return value;
}

const slaNotFound = (name: string): ForewarnError =>
  new SloError('sla-not-found', `there is no SLA named ${name}; list the SLAs to see their names`, {
    details: { sla: name },
  });
