import type { CallOptions, Clock } from '@forewarn/core';
import {
  leastOf,
  nominalWindowMs,
  type ObjectiveEvaluation,
  predictionsOf,
  type SlaEvaluation,
  slaStates,
} from '@forewarn/slo';
import { Counter, Gauge, type Registry } from '@forewarn/telemetry';

/** Evaluates all SLAs for one scrape. */
export type EvaluateAll = (
  options: CallOptions & { readonly waitMs: number },
) => Promise<readonly SlaEvaluation[]>;

/** How long a scrape waits for verdicts, and when it gives up altogether; Prometheus waits ten seconds unless told otherwise. */
const scrapeWaitMs = 4_000;
const scrapeTimeoutMs = 6_000;

/**
 * States, probabilities and budgets as gauges, by the verdicts of the newest round, so that Prometheus' own alert rules can speak
 * of what is predicted. An objective that cannot be judged has the state `insufficient-data` and is marked as unjudged, beside the others. While nothing
 * at all can be judged the gauges are absent and the counter of failures grows: alert on `absent()` too.
 */
export function registerSlaMetrics(registry: Registry, evaluateAll: EvaluateAll, clock: Clock): void {
  let pending: Promise<Scraped> | undefined;
  /** All metrics of one scrape ask at once, and share one evaluation. */
  const evaluation = (): Promise<Scraped> => {
    pending ??= evaluateAll({ signal: AbortSignal.timeout(scrapeTimeoutMs), waitMs: scrapeWaitMs })
      .catch(() => {
        failures.inc();
        return [];
      })
      .then(byObjective)
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };
  const failures = new Counter({
    name: 'forewarn_sla_evaluation_failures_total',
    help: 'Evaluations for a scrape that failed',
    registers: [registry],
    async collect() {
      await evaluation();
    },
  });
  for (const definition of gauges) registerGauge(registry, definition, evaluation, clock);
}

/** A gauge with one value per objective, or one per objective and state. */
interface GaugeDefinition {
  readonly name: string;
  readonly help: string;
  /** Whether it says another thing of the same verdict as time goes on. */
  readonly movesOn?: true;
  readonly values: (
    judged: ObjectiveEvaluation,
    nowMs: number,
  ) => readonly {
    readonly labels?: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

function registerGauge(
  registry: Registry,
  { name, help, values, movesOn }: GaugeDefinition,
  evaluation: () => Promise<Scraped>,
  clock: Clock,
): void {
  /** What the gauge shows of each objective: a verdict of which it shows the values already is passed over. */
  const shown = new Map<string, Shown>();
  new Gauge({
    name,
    help,
    labelNames: ['sla', 'objective', 'state'],
    registers: [registry],
    async collect() {
      const all = await evaluation();
      const nowMs = clock();
      if ([...shown.keys()].some((key) => !all.has(key))) {
        this.reset();
        shown.clear();
      }
      for (const [key, { labels, judged }] of all) {
        const before = shown.get(key);
        if (before?.judged === judged && !movesOn) continue;
        const next = values(judged, nowMs);
        if (before && before.count > next.length) this.remove(labels);
        for (const each of next) this.set({ ...labels, ...each.labels }, each.value);
        shown.set(key, { judged, count: next.length });
      }
    },
  });
}

/** What one scrape shows, by what tells objectives from each other. */
type Scraped = ReadonlyMap<
  string,
  {
    readonly labels: { readonly sla: string; readonly objective: string };
    readonly judged: ObjectiveEvaluation;
  }
>;

const byObjective = (slas: readonly SlaEvaluation[]): Scraped =>
  new Map(
    slas.flatMap(({ sla, objectives }) =>
      objectives.map((judged) => {
        const labels = { sla: sla.name, objective: judged.objective.name };
        return [`${labels.sla}\n${labels.objective}`, { labels, judged }];
      }),
    ),
  );

interface Shown {
  readonly judged: ObjectiveEvaluation;
  /** Values; none, one, or one for each state. */
  readonly count: number;
}

/** The least of some numbers as the only value; none where there are none. */
const least = (numbers: readonly (number | null)[]) => {
  const value = leastOf(numbers);
  return value === null ? [] : [{ value }];
};

const gauges: readonly GaugeDefinition[] = [
  {
    name: 'forewarn_objective_state',
    help: '1 for the state that the objective is in, 0 for the others',
    values: (judged) =>
      slaStates.map((state) => ({ labels: { state }, value: judged.state === state ? 1 : 0 })),
  },
  {
    name: 'forewarn_objective_unjudged',
    help: '1 when the objective cannot be judged: too many series, a query that fails or is too slow; else 0',
    values: ({ failureCode }) => [{ value: failureCode === undefined ? 0 : 1 }],
  },
  {
    name: 'forewarn_objective_target_ratio',
    help: 'Share of its window in which the bounds of the objective must hold, as agreed, 0 to 1',
    values: ({ objective }) => [{ value: objective.target }],
  },
  {
    name: 'forewarn_objective_window_seconds',
    help: 'Window over which the objective is agreed',
    values: ({ objective }) => [{ value: nominalWindowMs(objective.window) / 1000 }],
  },
  {
    name: 'forewarn_objective_violation_probability',
    help: 'Highest predicted probability of a violation over the series, 0 to 1',
    values: (judged) => {
      const highest = least(predictionsOf(judged.series).map(({ probability }) => -probability));
      return highest.map(({ value }) => ({ value: Math.abs(value) }));
    },
  },
  {
    name: 'forewarn_objective_seconds_to_violation',
    movesOn: true,
    help: 'Time to the first predicted violation, seconds; absent when none is predicted',
    values: (judged, nowMs) =>
      least(
        predictionsOf(judged.series).map(({ firstViolation: first }) =>
          first ? Math.max(0, first.timestampMs - nowMs) / 1_000 : null,
        ),
      ),
  },
  {
    name: 'forewarn_objective_compliance_ratio',
    help: 'Lowest share of the minutes with data in which the bounds held, over the series',
    values: ({ series }) => least(series.map(({ compliance }) => compliance.compliance)),
  },
  {
    name: 'forewarn_objective_error_budget_remaining_ratio',
    help: 'Smallest remaining share of the error budget over the series; negative when overspent',
    values: ({ series }) => least(series.map(({ compliance }) => compliance.errorBudget.remaining)),
  },
];
