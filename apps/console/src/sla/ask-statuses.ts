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
  const names = name === undefined ? (await manager.list(options)).map((sla) => sla.name) : [name];
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
