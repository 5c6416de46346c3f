import type { Server } from 'node:net';
import { type Logger, silentLogger } from '@forewarn/core';
import { Counter, type Registry } from '@forewarn/telemetry';

/** Where the refusals of a listener are told. */
export interface RefusalOptions {
  /** Name of the listener, as in the metrics' label: `http`, `grpc`, `operations`. */
  readonly listener: string;
  readonly registry: Registry;
  /** Told at most once a minute. Default: nobody. */
  readonly logger?: Logger;
}

const warningIntervalMs = 60_000;

const families = {
  connections: {
    name: 'forewarn_refused_connections_total',
    help: 'Connections that were closed at once, since as many were open as a listener takes',
  },
  calls: {
    name: 'forewarn_refused_calls_total',
    help: 'Calls of gRPC that were refused, since as many were open as a listener takes',
  },
} as const;

/**
 * Counts what a listener refuses because a bound is reached, in `forewarn_refused_<what>_total`, and warns of it. Listeners of one registry share the metric.
 *
 * @returns  call it for each refusal, with the bound
 */
export function refusalCounter(
  what: keyof typeof families,
  { listener, registry, logger = silentLogger }: RefusalOptions,
): (bound: number) => void {
  const { name } = families[what];
  const known = registry.getSingleMetric(name) as Counter<'listener'> | undefined;
  const counter =
    known ?? new Counter({ ...families[what], labelNames: ['listener'], registers: [registry] });
  // Begins at zero, since `increase()` cannot see the first step of a series that begins with it.
  counter.inc({ listener }, 0);
  let warnedMs = Number.NEGATIVE_INFINITY;
  return (bound) => {
    counter.inc({ listener });
    if (performance.now() - warnedMs < warningIntervalMs) return;
    warnedMs = performance.now();
    logger.warn({ listener, bound }, `${what} are refused: as many are open as there may be`);
  };
}

/** Counts the connections that a server closes for its `maxConnections`. */
export function watchRefusedConnections(server: Server, options: RefusalOptions): void {
  const count = refusalCounter('connections', options);
  server.on('drop', () => count(server.maxConnections));
}
