import type { AnalysisQuery, AnalysisReader, SeriesProblem, SeriesProblemReader } from '@forewarn/analysis';
import {
  canonicalSeries,
  compileMatchers,
  type DatabaseSchema,
  onAbort,
  type Page,
  type PageRequest,
  type TimeRange,
} from '@forewarn/core';
import {
  type Indicator,
  type IndicatorRepository,
  type SeriesTally,
  type Sla,
  type SlaRepository,
  SloError,
  type TallyRepository,
  type VerdictQuery,
  type VerdictReader,
  type VerdictSummary,
} from '@forewarn/slo';

/** A list of stored results, by the method that reads it. */
export type StoredList = keyof AnalysisReader;

/** What an item of a list is. */
export type StoredItem<L extends StoredList> = Awaited<ReturnType<AnalysisReader[L]>>['items'][number];

/** Rows in canonical order of their series: an array, or rows that are made as they are read. */
export interface StoredRows<T> {
  readonly length: number;
  at(index: number): T | undefined;
}

/**
 * SLAs and results of analyses in memory. Counts the pages that are read, remembers what was asked; can be made to fail or to hang.
 * A range selects by the ends of windows alone; without one, a list is all of its history.
 */
export class FakeStore
  implements
    DatabaseSchema,
    SlaRepository,
    IndicatorRepository,
    TallyRepository,
    VerdictReader,
    AnalysisReader,
    SeriesProblemReader
{
  readonly slas = new Map<string, Sla>();
  readonly indicators = new Map<string, Indicator>();
  /** What was tallied: by what, and by the begin of the day. */
  readonly tallies = new Map<string, Map<number, readonly SeriesTally[]>>();
  /** In any order. */
  readonly verdicts: VerdictSummary[] = [];
  /** In the order in which they are listed. */
  readonly problems: SeriesProblem[] = [];
  /** What every call rejects with, until it is taken away. */
  failure: unknown;
  /** What the reading of a page alone rejects with. */
  readFailure: unknown;
  /** Whether pages resolve only by being aborted. */
  hangs = false;
  pagesRead = 0;
  readonly queries: AnalysisQuery[] = [];
  readonly #lists = new Map<StoredList, StoredRows<StoredItem<StoredList>>>();

  /** Gives a list these rows, in place of those that it has. */
  hold<L extends StoredList>(list: L, rows: StoredRows<StoredItem<L>>): void {
    this.#lists.set(list, rows);
  }

  /** Adds a row to a list, behind those of the same series. */
  add<L extends StoredList>(list: L, row: StoredItem<L>): void {
    const rows = this.#rows(list);
    const known = Array.from({ length: rows.length }, (_, at) => rows.at(at)!);
    const keyed = [...known, row].map((each) => ({ each, key: canonicalSeries(each.series) }));
    this.hold(
      list,
      keyed.sort((a, b) => compared(a.key, b.key)).map(({ each }) => each),
    );
  }

  // Properties, so that a test can spread a store, take a method from it and put another in its place.
  migrate = async () => this.#answer(() => {});
  check = async () => this.#answer(() => {});

  listSlas = async () => this.#answer(() => [...this.slas.values()].sort((a, b) => compared(a.name, b.name)));
  getSla = async (name: string) => this.#answer(() => this.#existing(name));
  createSla = async (sla: Sla) =>
    this.#answer(() => {
      if (this.slas.has(sla.name))
        throw new SloError('sla-exists', `an SLA named ${sla.name} exists already`);
      this.slas.set(sla.name, sla);
    });
  replaceSla = async (sla: Sla) =>
    this.#answer(() => {
      this.#existing(sla.name);
      this.slas.set(sla.name, sla);
    });
  deleteSla = async (name: string) =>
    this.#answer(() => {
      this.#existing(name);
      this.slas.delete(name);
    });

  listIndicators = async () =>
    this.#answer(() => [...this.indicators.values()].sort((a, b) => compared(a.name, b.name)));
  getIndicator = async (name: string) => this.#answer(() => this.#existingIndicator(name));
  createIndicator = async (indicator: Indicator) =>
    this.#answer(() => {
      const { name } = indicator;
      if (this.indicators.has(name))
        throw new SloError('indicator-exists', `an indicator named ${name} exists already`);
      this.indicators.set(name, indicator);
    });
  replaceIndicator = async (indicator: Indicator) =>
    this.#answer(() => {
      this.#existingIndicator(indicator.name);
      this.indicators.set(indicator.name, indicator);
    });
  deleteIndicator = async (name: string) =>
    this.#answer(() => {
      this.#existingIndicator(name);
      this.indicators.delete(name);
    });

  listTallies = async (key: string, { startMs, endMs }: TimeRange) =>
    this.#answer(() => {
      const all = [...(this.tallies.get(key) ?? [])].sort(([a], [b]) => a - b);
      const found = all.filter(([dayMs]) => dayMs >= startMs && dayMs < endMs);
      return { days: found.map(([dayMs]) => dayMs), tallies: found.flatMap(([, tallies]) => tallies) };
    });
  writeTallies = async (key: string, dayStartMs: number, all: readonly SeriesTally[]) =>
    this.#answer(() => {
      const days = this.tallies.get(key) ?? new Map<number, readonly SeriesTally[]>();
      this.tallies.set(key, days.set(dayStartMs, all));
    });
  pruneTallies = async (beforeMs: number) =>
    this.#answer(() => {
      let count = 0;
      for (const days of this.tallies.values())
        for (const dayMs of days.keys()) if (dayMs < beforeMs && days.delete(dayMs)) count += 1;
      return count;
    });

  listVerdicts = async ({ sla, objective, range, limit }: VerdictQuery) =>
    this.#answer(() =>
      this.verdicts
        .filter((verdict) => verdict.sla === sla && verdict.objective === objective)
        .filter(({ endMs }) => endMs > range.startMs && endMs <= range.endMs)
        .sort((a, b) => b.endMs - a.endMs)
        .slice(0, limit),
    );

  listSeries = this.#reading('listSeries');
  listDickeyFuller = this.#reading('listDickeyFuller');
  listAutocorrelation = this.#reading('listAutocorrelation');
  listAggregates = this.#reading('listAggregates');
  listForecasts = this.#reading('listForecasts');
  listExecutionTimes = this.#reading('listExecutionTimes');
  listHodrickPrescott = this.#reading('listHodrickPrescott');
  listDecomposition = this.#reading('listDecomposition');

  listProblems: SeriesProblemReader['listProblems'] = async ({ code, nowMs }, { after = '0', limit }) =>
    this.#answer(() => {
      const standing = this.problems.filter(
        (problem) => problem.expiresMs > nowMs && (code === undefined || problem.code === code),
      );
      const end = Number(after) + limit;
      const items = standing.slice(Number(after), end);
      return end < standing.length ? { items, next: String(end) } : { items };
    });

  #reading<L extends StoredList>(list: L) {
    return async (query: AnalysisQuery, page: PageRequest): Promise<Page<StoredItem<L>>> => {
      this.pagesRead += 1;
      this.queries.push(query);
      if (this.readFailure) throw this.readFailure;
      if (this.hangs) await aborted(page.signal);
      return this.#answer(() => pageOf(this.#rows(list), query, page));
    };
  }

  #rows<L extends StoredList>(list: L): StoredRows<StoredItem<L>> {
    return (this.#lists.get(list) as StoredRows<StoredItem<L>> | undefined) ?? [];
  }

  #existing(name: string): Sla {
    const sla = this.slas.get(name);
    if (!sla) throw new SloError('sla-not-found', `there is no SLA named ${name}`);
    return sla;
  }

  #existingIndicator(name: string): Indicator {
    const indicator = this.indicators.get(name);
    if (!indicator) throw new SloError('indicator-not-found', `there is no indicator named ${name}`);
    return indicator;
  }

  #answer<T>(give: () => T): T {
    if (this.failure) throw this.failure;
    return give();
  }
}

/** A page goes on at the position that it names. */
function pageOf<T extends StoredItem<'listSeries'>>(
  rows: StoredRows<T>,
  query: AnalysisQuery,
  { after = '0', limit }: PageRequest,
): Page<T> {
  const isSelected = selected(query);
  const items: T[] = [];
  for (let at = Number(after); at < rows.length; at += 1) {
    const row = rows.at(at)!;
    if (!isSelected(row)) continue;
    if (items.length === limit) return { items, next: String(at) };
    items.push(row);
  }
  return { items };
}

function selected({ metric, partition: name, matchers = [], startMs, endMs }: AnalysisQuery) {
  const matches = compileMatchers(matchers);
  return ({ series, partition, window }: StoredItem<'listSeries'>): boolean =>
    (metric === undefined || series.metric === metric) &&
    (name === undefined || partition === name) &&
    matches(series.labels) &&
    (startMs === undefined || window.endMs >= startMs) &&
    (endMs === undefined || window.endMs <= endMs);
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const aborted = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => {
    onAbort(signal, () => reject(signal?.reason));
  });
