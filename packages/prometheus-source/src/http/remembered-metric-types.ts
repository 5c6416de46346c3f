import { type CallOptions, ForewarnError, type MetricType, within } from '@forewarn/core';
import { LRUCache } from 'lru-cache';

/** An exporter's metrics seldom change their type. */
const rememberedMs = 10 * 60_000;
/** Who refuses metadata, or is too slow for them, is not asked again with every analysis. */
const failedMs = 60_000;
/** More metrics than a Prometheus usually has, in some megabytes; one that is forgotten is asked for again. */
const mostRemembered = 10_000;

/** Looks a metric's type up. */
export type MetricTypeOf = (metric: string, options?: CallOptions) => Promise<MetricType>;

/** What is known of one metric. */
interface Known {
  readonly type: MetricType;
  readonly untilMs: number;
}

/** What looks types up, and what hears of failures. */
export interface RememberedTypesOptions {
  /** Serves all who wait, so that nobody's signal ends it. */
  readonly ask: (metric: string) => Promise<MetricType>;
  /** The type of a metric of which nothing was ever told: what its name says. */
  readonly guess: (metric: string) => MetricType;
  readonly onFailure: (error: ForewarnError) => void;
  /** Milliseconds, for tests. Default: a clock that nobody sets. */
  readonly now?: () => number;
}

/**
 * Looks up metrics' types, each at most once in ten minutes, however many want to know it. A type is a hint: a look-up that fails,
 * whatever the reason, gives what was known before or else the guess, and is not repeated for a minute. Where it failed because
 * nobody answered, no metric is asked about for that minute: analyses would wait for each.
 */
export function rememberedMetricTypes(options: RememberedTypesOptions): MetricTypeOf {
  const { ask, guess, onFailure, now = () => performance.now() } = options;
  const known = new LRUCache<string, Known>({ max: mostRemembered });
  const asking = new Map<string, Promise<MetricType>>();
  let silentUntilMs = Number.NEGATIVE_INFINITY;

  const lookUp = async (metric: string): Promise<MetricType> => {
    try {
      const type = await ask(metric);
      known.set(metric, { type, untilMs: now() + rememberedMs });
      return type;
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      onFailure(error);
      const type = known.get(metric)?.type ?? guess(metric);
      known.set(metric, { type, untilMs: now() + failedMs });
      if (error.retryable) silentUntilMs = now() + failedMs;
      return type;
    }
  };

  const lookUpOnce = (metric: string): Promise<MetricType> => {
    const begun = asking.get(metric) ?? lookUp(metric).finally(() => asking.delete(metric));
    asking.set(metric, begun);
    return begun;
  };

  return (metric, { signal } = {}) => {
    const remembered = known.get(metric);
    const isRemembered = remembered !== undefined && now() <= remembered.untilMs;
    const mayAsk = !isRemembered && now() > silentUntilMs;
    const type = mayAsk ? lookUpOnce(metric) : Promise.resolve(remembered?.type ?? guess(metric));
    return within(type, { what: `looking up the type of ${metric}`, signal });
  };
}
