import type { SlaState } from '@forewarn/slo';

/** SLAs by name. */
export interface SlaTable {
  name: string;
  description: string;
  /** JSON. */
  maintenance: string | null;
}

/** Objectives, in the order of their SLA. */
export interface ObjectiveTable {
  sla_name: string;
  objective_index: number;
  name: string;
  /** PromQL selector. */
  indicator: string;
  min_value: number | null;
  max_value: number | null;
  target: number;
  window_ms: number;
  calendar: string | null;
  time_zone: string | null;
  min_events: number | null;
  min_events_per_minute: number | null;
}

/** Indicators by name. */
export interface IndicatorTable {
  name: string;
  description: string;
  /** JSON. */
  definition: string;
}

/** Days that were tallied. */
interface TalliedDayTable {
  tally_sha256: Uint8Array;
  day_ms: number;
}

/** What days came to, by series. */
export interface DayTallyTable {
  tally_sha256: Uint8Array;
  day_ms: number;
  series_sha256: Uint8Array;
  metric: string;
  /** JSON. */
  labels: string;
  known: Uint8Array;
  violated: Uint8Array;
  left_out: Uint8Array | null;
  /** JSON. */
  events: string | null;
}

/** How objectives stood, a row an objective and minute. */
export interface ObjectiveVerdictTable {
  sla_name: string;
  /** Bytes in MySQL: it is written and compared, not read. */
  objective_name: string;
  end_ms: number;
  definition_sha256: Uint8Array;
  evaluated_at_ms: number;
  state: SlaState;
  reason: string | null;
  /** 0 or 1. */
  target_met: number | null;
  compliance: number | null;
  budget_remaining: number | null;
  violation_probability: number | null;
  first_violation_ms: number | null;
  series_count: number;
  violated_count: number;
}

/** The tables of the service levels, as db/slo/ creates them. */
export type SloTables = {
  sla: SlaTable;
  objective: ObjectiveTable;
  indicator: IndicatorTable;
  tallied_day: TalliedDayTable;
  day_tally: DayTallyTable;
  objective_verdict: ObjectiveVerdictTable;
};
