import type { AnalysisRequest } from '@forewarn/contracts';
import { ForewarnError } from '@forewarn/core';
import { LRUCache } from 'lru-cache';
import { mostSelectors } from './most-selectors.js';

/** Time-outs of a selector's series in a row, behind which the others are not asked in that round. */
const mostTimeouts = 3;

/**
 * Bounds what the time-outs of a round cost: each may take half a minute, for which the partition waits, and where a few series of a
 * selector took too long the next hundred will as well.
 */
export class SelectorPatience {
  readonly #timeouts = new LRUCache<string, { roundMs: number; count: number }>({ max: mostSelectors });

  /** @throws {ForewarnError} `prometheus-timeout` when patience with the selector is over for this round */
  requireLeft({ selector, windowEndMs }: AnalysisRequest): void {
    const count = this.#countOf(selector, windowEndMs);
    if (count >= mostTimeouts)
      throw new ForewarnError(
        'prometheus-timeout',
        `${count} series of ${selector} took too long in this round; the others were not asked`,
      );
  }

  /** Takes how a query of the request's series ended; of failures those that are the query's own. */
  note({ selector, windowEndMs }: AnalysisRequest, failure: ForewarnError | undefined): void {
    if (failure === undefined) this.#timeouts.delete(selector);
    if (failure?.kind !== 'deadline-exceeded') return;
    const count = this.#countOf(selector, windowEndMs);
    // Behind that nothing took too long: it was not asked.
    if (count < mostTimeouts) this.#timeouts.set(selector, { roundMs: windowEndMs, count: count + 1 });
  }

  #countOf(selector: string, roundMs: number): number {
    const known = this.#timeouts.get(selector);
    return known?.roundMs === roundMs ? known.count : 0;
  }
}
