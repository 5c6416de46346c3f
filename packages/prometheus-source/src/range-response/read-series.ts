import type { Series } from '@forewarn/core';
import { type Complain, isObject, shown } from './read-envelope.js';

/**
 * Reads a metric name and labels from the object in which Prometheus writes them, the name as `__name__`.
 *
 * @param path           where the object stands, for messages: `result[3].metric`
 * @param unnamedMetric  the name to give where there is none; without it that is an error
 */
export function readSeries(value: unknown, path: string, complain: Complain, unnamedMetric?: string): Series {
  if (!isObject(value)) throw complain(`${path} is ${shown(value)}, not an object of labels`);
  const labels = Object.fromEntries(
    Object.entries(value).map(([name, label]) => {
      if (typeof label !== 'string') throw complain(`${path}.${name} is ${shown(label)}, not a string`);
      return [asText(name), asText(label)];
    }),
  );
  const metric = labels.__name__ || unnamedMetric;
  if (metric === undefined) throw complain(`${path} has no __name__, the metric's name`);
  return {
    metric,
    labels: Object.fromEntries(Object.entries(labels).filter(([name]) => name !== '__name__')),
  };
}

/** Half a surrogate pair, which JSON can write, is no character and no UTF-8 can hold it: Prometheus writes a replacement for it. */
const asText = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
