import { Gauge, type Registry } from '@forewarn/telemetry';
import type { EvaluationRound } from './evaluation/evaluation-rounds.js';

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
  return ({ endedAtMs, tookMs }) => {
    lastRound.set(endedAtMs / 1_000);
    duration.set(tookMs / 1_000);
  };
}
