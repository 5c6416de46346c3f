import type { Clock } from '@forewarn/core';
import type { FindIndicator, Indicator, IndicatorRepository } from '@forewarn/slo';

/** A definition this young is not asked for again: what another process changed is known so soon. */
const longestKeptMs = 5_000;

/** The indicators as the store has them. */
export interface KnownIndicators {
  readonly find: FindIndicator;
  /** Asks the store anew: something was changed. */
  forget(): void;
}

/** The indicators, asked for together and kept for a few seconds, since each series that is read needs one. */
export function createKnownIndicators(store: IndicatorRepository, clock: Clock): KnownIndicators {
  let known:
    | { readonly byName: Promise<ReadonlyMap<string, Indicator>>; readonly readAtMs: number }
    | undefined;

  const read = () => {
    const byName = store
      .listIndicators()
      .then((all) => new Map(all.map((indicator) => [indicator.name, indicator])));
    const asked = { byName, readAtMs: clock() };
    byName.catch(() => {
      if (known === asked) known = undefined;
    });
    known = asked;
    return asked;
  };
  return {
    async find(name, options) {
      const { byName } = known && clock() - known.readAtMs < longestKeptMs ? known : read();
      // Asked for by itself where it is not among them: it may be new, and the store says best what is wrong.
      return (await byName).get(name) ?? store.getIndicator(name, options);
    },
    forget() {
      known = undefined;
    },
  };
}
