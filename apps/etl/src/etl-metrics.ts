import { Counter, Gauge, Histogram, type Registry } from '@forewarn/telemetry';

/** The metrics of planner and workers. */
export interface EtlMetrics {
  readonly isLeader: Gauge;
  readonly lastRound: Gauge;
  readonly plannedRequests: Counter;
  readonly missedRounds: Counter;
  readonly analyses: Counter<'outcome'>;
  readonly stageSeconds: Histogram<'stage'>;
  readonly fetchSeconds: Histogram;
  readonly windows: Gauge;
}

/** Registers the metrics of planner and workers. */
export function createEtlMetrics(registry: Registry): EtlMetrics {
  const registers = [registry];
  return {
    isLeader: new Gauge({
      name: 'forewarn_etl_planner_leader',
      help: '1 while this process plans the rounds',
      registers,
    }),
    lastRound: new Gauge({
      name: 'forewarn_etl_last_round_timestamp_seconds',
      help: 'Window end of the newest round that this process planned',
      registers,
    }),
    plannedRequests: new Counter({
      name: 'forewarn_etl_planned_requests_total',
      help: 'Analysis requests appended',
      registers,
    }),
    missedRounds: new Counter({
      name: 'forewarn_etl_missed_rounds_total',
      help: 'Rounds that could not be planned in their interval',
      registers,
    }),
    analyses: new Counter({
      name: 'forewarn_etl_analyses_total',
      help: 'Analysis requests handled, by outcome: analyzed, rejected, undecodable',
      labelNames: ['outcome'],
      registers,
    }),
    stageSeconds: new Histogram({
      name: 'forewarn_etl_stage_duration_seconds',
      help: 'Time that one stage took for one series',
      labelNames: ['stage'],
      buckets: [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
      registers,
    }),
    fetchSeconds: new Histogram({
      name: 'forewarn_etl_fetch_duration_seconds',
      help: 'Time to bring the window of one request up to date',
      buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
    windows: new Gauge({ name: 'forewarn_etl_windows', help: 'Rolling windows held in memory', registers }),
  };
}
