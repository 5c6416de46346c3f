import type { AnalysisRequest } from '@forewarn/contracts';
import { ForewarnError } from '@forewarn/core';

/** Time-outs of a selector's series in a row, behind which the others are not asked in that round. */
const mostTimeouts = 3;
/** Selectors are those of the settings, unless a stranger writes requests. */
const mostSelectors = 1_000;

/**
 * Bounds what the time-outs of a round cost: each may take half a minute, for which the partition waits, and where a few series of a
 * selector took too long the next hundred will as well.
 */
export class SelectorPatience {
  readonly #timeouts = new Map<string, { roundMs: number; count: number }>();

  /** @throws {ForewarnError} `prometheus-timeout` when patience with the selector is over for this round */
  requireLeft({ selector, windowEndMs }: AnalysisRequest): void {
    const timeouts = this.#timeouts.get(selector);
    if (timeouts?.roundMs === windowEndMs && timeouts.count >= mostTimeouts)
      throw new ForewarnError(
        'prometheus-timeout',
        `${timeouts.count} series of ${selector} took too long in this round; the others were not asked`,
      );
  }

  /** Takes how a query of the request's series ended; of failures those that are the query's own. */
  note({ selector, windowEndMs }: AnalysisRequest, failure: ForewarnError | undefined): void {
    if (failure === undefined) this.#timeouts.delete(selector);
    if (failure?.kind !== 'deadline-exceeded') return;
    const known = this.#timeouts.get(selector);
    const count = known?.roundMs === windowEndMs ? known.count + 1 : 1;
    if (known === undefined && this.#timeouts.size >= mostSelectors) this.#timeouts.clear();
    this.#timeouts.set(selector, { roundMs: windowEndMs, count });
  }
}
