import type { CallOptions, Clock } from '@forewarn/core';
import {
  leastOf,
  nominalWindowMs,
  type ObjectiveEvaluation,
  predictionsOf,
  type SlaEvaluation,
  type SlaState,
  slaStates,
} from '@forewarn/slo';
import { Counter, type LabelledValue, type Registry, registerComputedGauge } from '@forewarn/telemetry';

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
  const byObjective = createByObjective();
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
  readonly values: (judged: ObjectiveEvaluation, nowMs: number) => readonly GaugeValue[];
}

interface GaugeValue {
  readonly state?: SlaState;
  readonly value: number;
}

function registerGauge(
  registry: Registry,
  { name, help, values, movesOn }: GaugeDefinition,
  evaluation: () => Promise<Scraped>,
  clock: Clock,
): void {
  /** What the gauge shows of each objective: of a verdict that it shows already nothing is computed. */
  let shown: ReadonlyMap<string, Shown> = new Map();
  registerComputedGauge({
    registry,
    name,
    help,
    async collect() {
      const all = await evaluation();
      const nowMs = clock();
      const next = new Map<string, Shown>();
      for (const [key, { labelsOf, judged }] of all) {
        const before = shown.get(key);
        const isShown = before?.judged === judged && !movesOn;
        const labelled = ({ state, value }: GaugeValue) => ({ labels: labelsOf(state), value });
        next.set(key, isShown ? before : { judged, values: values(judged, nowMs).map(labelled) });
      }
      shown = next;
      return [...next.values()].flatMap((each) => each.values);
    },
  });
}

interface Shown {
  readonly judged: ObjectiveEvaluation;
  readonly values: readonly LabelledValue[];
}

/** The labels of an objective's values, the same objects each time. */
type LabelsOf = (state?: SlaState) => Readonly<Record<string, string>>;

/** What one scrape shows, by what tells objectives from each other. */
type Scraped = ReadonlyMap<string, { readonly labelsOf: LabelsOf; readonly judged: ObjectiveEvaluation }>;

/** Tells the objectives of one scrape after the other apart. */
function createByObjective(): (slas: readonly SlaEvaluation[]) => Scraped {
  let known: Scraped = new Map();
  return (slas) => {
    known = new Map(
      slas.flatMap(({ sla, objectives }) =>
        objectives.map((judged) => {
          const key = `${sla.name}\n${judged.objective.name}`;
          const labelsOf = known.get(key)?.labelsOf ?? createLabels(sla.name, judged.objective.name);
          return [key, { labelsOf, judged }];
        }),
      ),
    );
    return known;
  };
}

function createLabels(sla: string, objective: string): LabelsOf {
  const whole = { sla, objective };
  const byState = Object.fromEntries(slaStates.map((state) => [state, { ...whole, state }]));
  return (state) => (state === undefined ? whole : byState[state]!);
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
    values: (judged) => slaStates.map((state) => ({ state, value: judged.state === state ? 1 : 0 })),
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
