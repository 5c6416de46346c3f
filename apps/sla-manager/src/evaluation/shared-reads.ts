import {
  type CallOptions,
  compileMatchers,
  ForewarnError,
  formatSelector,
  type SeriesSelector,
  type TimeRange,
} from '@forewarn/core';
import { indicatorLabel, indicatorNameOf } from '@forewarn/slo';
import type { MinuteHistory } from './minute-history.js';
import type { StoredForecast } from './newest-forecasts.js';
import type { SeriesMinutes } from './series-minutes.js';

/** What judging reads of an objective. */
export interface EvidenceReads {
  /** As a {@link MinuteHistory} reads them. @throws {ForewarnError} as that */
  minutes(
    selector: SeriesSelector,
    range: TimeRange,
    options: CallOptions,
  ): Promise<readonly SeriesMinutes[]>;
  /** The newest stored forecasts, by canonical series. @throws {ForewarnError} of the store */
  forecasts(selector: SeriesSelector, options: CallOptions): Promise<ReadonlyMap<string, StoredForecast>>;
}

/**
 * Reads for objectives that are judged together: what several of them need is read once, and what one indicator comes to is asked for once,
 * whichever of its series they select. A read that fails, or whose first caller gives up, fails for all that share it.
 *
 * @param forecasts  reads those of a selector
 */
export function createSharedReads(
  history: Pick<MinuteHistory, 'read'>,
  forecasts: EvidenceReads['forecasts'],
): EvidenceReads {
  const minutesOf = new Map<string, Promise<readonly SeriesMinutes[]>>();
  const forecastsOf = new Map<string, ReturnType<EvidenceReads['forecasts']>>();

  const once: EvidenceReads['minutes'] = (selector, range, options) => {
    const minute = Math.floor(range.endMs / 60_000);
    return shared(minutesOf, `${formatSelector(selector)} ${range.startMs} ${minute}`, () =>
      history.read(selector, range, options),
    );
  };

  return {
    async minutes(selector, range, options) {
      const name = indicatorNameOf(selector);
      if (name === undefined || selector.matchers.length === 1) return once(selector, range, options);
      const whole = {
        ...selector,
        matchers: [{ name: indicatorLabel, operator: '=', value: name }],
      } as const;
      try {
        const all = await once(whole, range, options);
        const matches = compileMatchers(selector.matchers);
        return all.filter(({ series }) => matches(series.labels));
      } catch (thrown) {
        // A part of an indicator may have few series enough.
        if (ForewarnError.from(thrown).code !== 'too-many-series') throw thrown;
        return once(selector, range, options);
      }
    },
    forecasts: (selector, options) =>
      shared(forecastsOf, formatSelector(selector), () => forecasts(selector, options)),
  };
}

function shared<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const running = known.get(key) ?? read();
  known.set(key, running);
  return running;
}
