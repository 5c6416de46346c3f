import { Counter, Gauge, type Registry } from '@forewarn/telemetry';
import type { EvaluationRound } from './evaluation/evaluation-rounds.js';
import type { VerdictExchangeOptions } from './sharing/verdict-exchange.js';

/** Registers how far the rounds of verdicts are. @returns  what is to be told of each */
export function roundMetrics(registry: Registry): (round: EvaluationRound) => void {
  const registers = [registry];
  const lastRound = new Gauge({
    name: 'forewarn_sla_last_round_timestamp_seconds',
    help: 'When all objectives were judged last; 0 before the first time',
    registers,
  });
  const duration = new Gauge({
    name: 'forewarn_sla_last_round_duration_seconds',
    help: 'How long judging all objectives took the last time',
    registers,
  });
  const judged = new Gauge({
    name: 'forewarn_sla_last_round_objectives',
    help: 'Objectives that this process judged the last time: its share of all',
    registers,
  });
  return ({ endedAtMs, tookMs, objectives }) => {
    lastRound.set(endedAtMs / 1_000);
    duration.set(tookMs / 1_000);
    judged.set(objectives);
  };
}

/** Registers what of the verdicts is told. @returns  what is to be told of that */
export function toldMetrics(registry: Registry): NonNullable<VerdictExchangeOptions['onTold']> {
  const registers = [registry];
  const verdicts = new Counter({
    name: 'forewarn_sla_verdicts_total',
    help: 'Verdicts that this process wrote to the topic of verdicts',
    registers,
  });
  const missed = new Counter({
    name: 'forewarn_sla_verdict_minutes_missed_total',
    help: 'Minutes of objectives for which no process wrote a verdict',
    registers,
  });
  return (told) => {
    verdicts.inc(told.verdicts);
    missed.inc(told.missedMinutes);
  };
}
