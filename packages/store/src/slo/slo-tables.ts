/** SLAs by name. */
export interface SlaTable {
  name: string;
  description: string;
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
