import { printable } from '@forewarn/core';
import type { DataDirectory } from './data-directory.js';
import type { EmbeddedAddresses } from './embedded-services.js';
import type { FirstRound, PassedOver } from './first-results.js';
import type { ListeningSettings } from './listening-settings.js';
import type { EmbeddedSource } from './metric-source.js';

/** What the last words of a start speak of. */
export interface StartSummary {
  readonly addresses: EmbeddedAddresses;
  readonly listening: Pick<ListeningSettings, 'TLS_CERT_FILE' | 'OPERATIONS_TOKEN'>;
  /** Whether callers must say who they are. */
  readonly isGuarded: boolean;
  readonly directory: Pick<DataDirectory, 'root'>;
  readonly metrics: Pick<EmbeddedSource, 'selectors' | 'sampleSlas'>;
  readonly round: FirstRound;
  readonly tookMs: number;
}

const defaultPort = 8080;
const defaultGrpcPort = 50051;

/** Where page, REST, gRPC and console are, with a line to try each. */
export function whereEverythingIs(summary: StartSummary): string {
  const { addresses, listening, isGuarded, directory, metrics, round, tookMs } = summary;
  const { port, grpcPort, operationsPort } = addresses;
  const host = reachableHost(addresses.host);
  const isSecure = listening.TLS_CERT_FILE !== undefined;
  const scheme = isSecure ? 'https' : 'http';
  const web = `${scheme}://${host}:${port}`;
  const sla = metrics.sampleSlas[0]?.name;
  // What commands ask without a flag.
  const isUsual = host === '127.0.0.1' && !isSecure;
  const urlFlag = isUsual && port === defaultPort ? '' : ` --url ${web}`;
  const addressFlag =
    isUsual && grpcPort === defaultGrpcPort
      ? ''
      : ` --address ${isSecure ? 'https://' : ''}${host}:${grpcPort}`;
  const token =
    listening.OPERATIONS_TOKEN === undefined ? '' : '-H "Authorization: Bearer $OPERATIONS_TOKEN" ';
  const key = isGuarded ? '-H "Authorization: Bearer $FOREWARN_KEY" ' : '';
  const metric = metrics.selectors[0]?.metric ?? 'node_memory_MemFree_bytes';
  const lines = [
    '',
    headline(round, tookMs),
    ...passedOverLines(round.passedOver, `${web}/api/v1/series?problem=any`),
    '',
    ...(isGuarded ? keyLines : []),
    `  page      ${web}/`,
    sla
      ? `  REST      curl ${key}${web}/api/v1/slas/${sla}/predictions`
      : `  REST      curl ${key}${web}/api/v1/series`,
    sla
      ? `            curl ${key}'${web}/api/v1/slas/${sla}/violations?window=12h'`
      : `            curl ${web}/openapi.json`,
    `  gRPC      npx forewarn get forecasts --metric ${metric}${addressFlag}`,
    `  terminal  npx forewarn sla status${urlFlag}`,
    `            npx forewarn console${addressFlag}${urlFlag}`,
    `  metrics   curl ${token}${scheme}://${host}:${operationsPort}/metrics`,
    '',
    `  data and log in ${directory.root}; Ctrl-C stops, the next start goes on from there`,
    '',
  ];
  return lines.join('\n');
}

/** For those whom the server must know; `forewarn: the administrator's key is in …` stands further up. */
const keyLines = [
  "  key       export FOREWARN_KEY=$(cat FILE), with the administrator's key or one of `npx forewarn key create`",
];

/** Who listens on every address of the machine is reached on this one. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function headline({ stored, expected, passedOver }: FirstRound, tookMs: number): string {
  const seconds = (tookMs / 1000).toFixed(1);
  if (expected === 0)
    return `Forewarn runs, but no series match: choose some with --select 'metric{label="value"}'`;
  if (stored + passedOver.length < expected)
    return `Forewarn runs; ${stored} of ${expected} series are analysed after ${seconds} s, the others follow`;
  const analysed = stored === expected ? `${expected}` : `${stored} of ${expected}`;
  return `Forewarn runs: ${analysed} series analysed, ${seconds} s after the start`;
}

/** Names that a terminal has room for; REST has all. */
const mostNamed = 5;

function passedOverLines(passedOver: readonly PassedOver[], url: string): readonly string[] {
  if (passedOver.length === 0) return [];
  const more = passedOver.length - mostNamed;
  return [
    '',
    ...passedOver
      .slice(0, mostNamed)
      .map(({ name, detail }) => `  passed over: ${printable(name)}: ${printable(detail)}`),
    ...(more > 0 ? [`  passed over: ${more} more`] : []),
    `  curl '${url}' says when each is tried again`,
  ];
}
