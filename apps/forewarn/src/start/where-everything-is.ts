import type { DataDirectory } from './data-directory.js';
import type { EmbeddedAddresses } from './embedded-services.js';
import type { RoundProgress } from './first-results.js';
import type { EmbeddedSource } from './metric-source.js';

/** What the last words of a start speak of. */
export interface StartSummary {
  readonly addresses: EmbeddedAddresses;
  readonly directory: DataDirectory;
  readonly metrics: EmbeddedSource;
  readonly progress: RoundProgress;
  readonly tookMs: number;
}

/** Where page, REST, gRPC and console are, with a line to try each. */
export function whereEverythingIs({ addresses, directory, metrics, progress, tookMs }: StartSummary): string {
  const { host, port, grpcPort, operationsPort } = addresses;
  const web = `http://${host}:${port}`;
  const sla = metrics.sampleSlas[0]?.name;
  const grpcFlag = grpcPort === 50051 ? '' : ` --address ${host}:${grpcPort}`;
  const metric = metrics.selectors[0]?.metric ?? 'node_memory_MemFree_bytes';
  const lines = [
    '',
    headline(progress, tookMs),
    '',
    `  page      ${web}/`,
    sla ? `  REST      curl ${web}/api/v1/slas/${sla}/predictions` : `  REST      curl ${web}/api/v1/series`,
    `            curl '${web}/api/v1/slas/${sla ?? 'NAME'}/violations?window=12h'`,
    `  gRPC      npx forewarn get forecasts --metric ${metric}${grpcFlag}`,
    `  console   npx forewarn console${grpcFlag}`,
    `  metrics   curl http://${host}:${operationsPort}/metrics`,
    '',
    `  data and log in ${directory.root}; Ctrl-C stops, the next start goes on from there`,
    '',
  ];
  return lines.join('\n');
}

function headline({ stored, expected }: RoundProgress, tookMs: number): string {
  const seconds = (tookMs / 1000).toFixed(1);
  if (expected === 0)
    return `Forewarn runs, but no series match: choose some with --select 'metric{label="value"}'`;
  if (stored < expected)
    return `Forewarn runs; ${stored} of ${expected} series are analysed after ${seconds} s, the others follow`;
  return `Forewarn runs: ${expected} series analysed, ${seconds} s after the start`;
}
