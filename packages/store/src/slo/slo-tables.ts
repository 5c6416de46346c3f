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

/** The tables of the service levels, as db/slo/ creates them. */
export type SloTables = {
  sla: SlaTable;
  objective: ObjectiveTable;
  indicator: IndicatorTable;
};
