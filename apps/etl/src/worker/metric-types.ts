import { ForewarnError, type Logger, type MetricSource, type MetricType } from '@forewarn/core';
import { LRUCache } from 'lru-cache';
import type { SourceProbe } from '../source/source-probe.js';

/** As many metrics as the Prometheus source remembers. */
const mostRemembered = 10_000;

/**
 * The types of metrics, which are a hint: a source that does not tell one is no reason not to analyse. What it told before then
 * counts on, so that a counter does not become a gauge for a round; else the naming rule decides.
 */
export class MetricTypes {
  readonly #source: Pick<MetricSource, 'metricType'>;
  readonly #probe: SourceProbe;
  readonly #logger: Logger;
  readonly #known = new LRUCache<string, MetricType>({ max: mostRemembered });
  readonly #untold = new LRUCache<string, true>({ max: mostRemembered });

  constructor(source: Pick<MetricSource, 'metricType'>, probe: SourceProbe, logger: Logger) {
    this.#source = source;
    this.#probe = probe;
    this.#logger = logger;
  }

  /**
   * What kind of metric this is, as far as it is known.
   *
   * @throws {ForewarnError} of a source that is away; `cancelled`
   */
  async typeOf(metric: string, signal: AbortSignal): Promise<MetricType> {
    try {
      const type = await this.#source.metricType(metric, { signal });
      this.#untold.delete(metric);
      this.#known.set(metric, type);
      return type;
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (!(await this.#probe.isFaultOfQuery(error, signal))) throw error;
      if (!this.#untold.has(metric))
        this.#logger.warn({ metric, error }, 'the type of a metric is not told; its name decides');
      this.#untold.set(metric, true);
      return this.#known.get(metric) ?? 'unknown';
    }
  }
}
