import type { AnalysisRequest } from '@forewarn/contracts';
import { LRUCache } from 'lru-cache';
import { mostSelectors } from '../source/most-selectors.js';

interface Refills {
  /** The newest round that tried, by the end of its windows. */
  triedMs: number;
  /** Whether the last one tried was answered in whole. */
  isWhole: boolean;
}

/**
 * When windows that are partial are worth fetching again. While a source answers in part, one series of a selector tries in each round:
 * thousands of whole windows would be a burden to a source in trouble. When that one is whole the others follow, in this round or the next.
 */
export class PartialRefills {
  readonly #bySelector = new LRUCache<string, Refills>({ max: mostSelectors });

  /** Whether the request may fetch what its window lacks. Who may not waits for the next round. */
  isWorthTrying({ selector, windowEndMs }: AnalysisRequest): boolean {
    const refills = this.#bySelector.get(selector);
    if (refills && !refills.isWhole && refills.triedMs >= windowEndMs) return false;
    // Of several partitions that come at once one tries.
    if (refills) refills.triedMs = Math.max(refills.triedMs, windowEndMs);
    else this.#bySelector.set(selector, { triedMs: windowEndMs, isWhole: false });
    return true;
  }

  /** Tells how a try ended. */
  tried({ selector }: AnalysisRequest, isPartial: boolean): void {
    const refills = this.#bySelector.get(selector);
    if (refills) refills.isWhole = !isPartial;
  }
}
