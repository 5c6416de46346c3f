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

/** One-minute samples, 16 bytes each, and forecasts that are kept until all are judged: what is beyond is read again where it is needed again. */
const mostSamples = 1_000_000;
const mostForecasts = 10_000;

/**
 * Reads for objectives that are judged together: what several of them need is read once, and what one indicator comes to is asked for once,
 * whichever of its series they select. A read that fails, or whose first caller gives up, fails for all that share it.
 *
 * @param forecasts  reads those of a selector
 * @param most       samples that are kept. Default a million
 */
export function createSharedReads(
  history: Pick<MinuteHistory, 'read'>,
  forecasts: EvidenceReads['forecasts'],
  most = mostSamples,
): EvidenceReads {
  const minutesOf = createShare<readonly SeriesMinutes[]>(most, (all) =>
    all.reduce((sum, { samples }) => sum + samples.values.length, 0),
  );
  const forecastsOf = createShare<ReadonlyMap<string, StoredForecast>>(mostForecasts, ({ size }) => size);

  const once: EvidenceReads['minutes'] = (selector, range, options) => {
    const minute = Math.floor(range.endMs / 60_000);
    return minutesOf(`${formatSelector(selector)} ${range.startMs} ${minute}`, () =>
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
      forecastsOf(formatSelector(selector), () => forecasts(selector, options)),
  };
}

/** Reads by key, each once while it runs, and after that as long as no more is kept than may be; the oldest goes first. */
function createShare<T>(most: number, sizeOf: (read: T) => number) {
  const known = new Map<string, { readonly running: Promise<T>; size?: number }>();
  let kept = 0;
  const keep = (key: string, size: number) => {
    known.get(key)!.size = size;
    kept += size;
    for (const [oldest, { size: freed }] of known) {
      if (kept <= most) return;
      if (freed === undefined) continue;
      known.delete(oldest);
      kept -= freed;
    }
  };
  return (key: string, read: () => Promise<T>): Promise<T> => {
    const each = known.get(key);
    if (each) return each.running;
    const running = read();
    known.set(key, { running });
    running.then(
      (found) => keep(key, sizeOf(found)),
      () => {},
    );
    return running;
  };
}
