import type { StatusDocument } from '@forewarn/contracts/rest';
import { type CallOptions, ForewarnError } from '@forewarn/core';
import type { SlaManager } from './sla-manager.js';

/** What was answered about the states of SLAs, and what was not. */
export interface AskedStatuses {
  /** In the server's order. */
  readonly statuses: readonly StatusDocument[];
  readonly failures: readonly ForewarnError[];
}

const atOnce = 4;

/**
 * Asks for the state of one SLA, or of all. One that cannot be told does not keep the others from it.
 *
 * @throws {ForewarnError} when the list of all cannot be had, and `cancelled`
 */
export async function askStatuses(
  manager: SlaManager,
  name: string | undefined,
  options: CallOptions,
): Promise<AskedStatuses> {
  if (name !== undefined) return askEach(manager, [name], options);
  try {
    return await askPages(manager, options);
  } catch (thrown) {
    const { code } = ForewarnError.from(thrown);
    if (code === 'sla-manager-unavailable' || code === 'cancelled') throw thrown;
    // An older server has no pages, and of one that fails as a whole each SLA may still be told.
    const all = await manager.list(options);
    return askEach(
      manager,
      all.map((sla) => sla.name),
      options,
    );
  }
}

/** A page at a time; those of which it shows only some series are asked for alone. */
async function askPages(manager: SlaManager, options: CallOptions): Promise<AskedStatuses> {
  const statuses: StatusDocument[] = [];
  const failures: ForewarnError[] = [];
  let after: string | undefined;
  do {
    const { slas, next } = await manager.statuses(after, options);
    const cut = slas.filter(({ objectives }) =>
      objectives.some(({ seriesOmitted = 0 }) => seriesOmitted > 0),
    );
    const whole = await askEach(
      manager,
      cut.map(({ name }) => name),
      options,
    );
    failures.push(...whole.failures);
    const byName = new Map(whole.statuses.map((status) => [status.name, status]));
    for (const status of slas) statuses.push(byName.get(status.name) ?? status);
    after = next;
  } while (after !== undefined);
  return { statuses, failures };
}

async function askEach(
  manager: SlaManager,
  names: readonly string[],
  options: CallOptions,
): Promise<AskedStatuses> {
  const answers: (StatusDocument | ForewarnError)[] = [];
  let next = 0;
  const worker = async () => {
    while (next < names.length) {
      const at = next;
      next += 1;
      answers[at] = await manager.status({ name: names[at]! }, options).catch(ForewarnError.from);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (options.signal?.aborted) throw new ForewarnError('cancelled', 'the request was cancelled');
  return {
    statuses: answers.filter((answer): answer is StatusDocument => !(answer instanceof ForewarnError)),
    failures: answers.filter((answer): answer is ForewarnError => answer instanceof ForewarnError),
  };
}
