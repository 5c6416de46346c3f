import { canonicalSeries, type EncodedEvent, type Series } from '@forewarn/core';
import { invalidEvent } from './event-error.js';

/** Requires a record's key, where it has one, to name the series inside. @throws {ForewarnError} `invalid-event` */
export function checkKey({ key }: EncodedEvent, series: Series): void {
  if (key === undefined || key === null) return;
  const canonical = canonicalSeries(series);
  if (key !== canonical) throw invalidEvent('key', `is ${key}, but the series is ${canonical}`);
}
