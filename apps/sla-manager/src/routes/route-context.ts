import type { AnalysisReader, SeriesProblemReader } from '@forewarn/analysis';
import type { ServiceDocument } from '@forewarn/contracts/rest';
import type { Clock, MetricSource } from '@forewarn/core';
import type { IndicatorRepository, SlaRepository, VerdictReader } from '@forewarn/slo';
import type { AccessContext } from '../access/access-context.js';
import type { SlaEvaluator } from '../evaluation/sla-evaluator.js';
import type { SlaLimits } from '../sla-limits.js';

/** What the page tells about the data. */
export interface About {
  /** `embedded`: all in one process; `distributed`: one process a service. */
  readonly mode: 'embedded' | 'distributed';
  /** Where the samples come from, for people: `Prometheus at prometheus:9090`. */
  readonly source: string;
  /** Name of the analysis profile in force. */
  readonly profile: string;
  /** Shown as a banner on the page: that the data are a replayed recording, for instance. */
  readonly notice?: string;
}

/** What the routes work with. */
export interface RouteContext {
  readonly store: SlaRepository & IndicatorRepository & VerdictReader & AnalysisReader & SeriesProblemReader;
  readonly source: MetricSource;
  /** Told that an SLA or an indicator was written. */
  readonly onChange: () => void;
  readonly evaluator: SlaEvaluator;
  readonly clock: Clock;
  readonly about: About;
  /** What runs in this process, and what it forwards to. */
  readonly services: () => readonly ServiceDocument[];
  readonly version: string;
  readonly limits: SlaLimits;
  readonly access: AccessContext;
}
