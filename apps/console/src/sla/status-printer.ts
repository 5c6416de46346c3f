import type { StatusDocument } from '@forewarn/contracts/rest';
import { type OutputFormat, printed } from '../format/printed.js';
import { noSla } from './sla-kind.js';
import { slaStatusKind } from './sla-status-kind.js';
import { type StatusTableOptions, statusTable } from './status-table.js';

/** The texts that show states: for people one table, for programs one SLA after the other in the server's order. */
export function printStatuses(
  statuses: readonly StatusDocument[],
  format: OutputFormat,
  options: StatusTableOptions,
): AsyncIterable<string> {
  const tables = async function* () {
    yield statuses.length === 0 ? noSla : statusTable(statuses, options);
  };
  return printed({ ...slaStatusKind, toJson: (each) => each, tables }, each(statuses), format);
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
