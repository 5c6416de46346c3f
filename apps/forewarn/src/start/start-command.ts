import { createRequire } from 'node:module';
import type { AnalysisProfile } from '@forewarn/analysis';
import { hostNames } from '@forewarn/config';
import { parseSelector, type SeriesSelector } from '@forewarn/core';
import { runMain } from '@forewarn/lifecycle';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { profileOption } from '../profile-option.js';
import { hidePassword } from './password-on-command-line.js';

// In place of `import()`, which opens hundreds of files at once: more than some systems allow a process.
const require = createRequire(import.meta.url);

interface StartFlags {
  readonly prometheus?: string;
  readonly select: readonly SeriesSelector[];
  readonly profile: AnalysisProfile;
  readonly dataDir: string;
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly port: number;
  readonly grpcPort: number;
  readonly operationsPort: number;
  readonly tlsCertFile?: string;
  readonly tlsKeyFile?: string;
  readonly tlsClientCaFile?: string;
}

/** Adds `forewarn start`: every service in one process, with files in place of servers. */
export function registerStartCommand(program: Command, stdout: NodeJS.WritableStream): void {
  program
    .command('start')
    .description('run every service in this process, on the bundled recording or on a live Prometheus')
    .addOption(
      new Option('--prometheus <url>', 'read a live Prometheus in place of the recording')
        // Read by the action: commander would repeat what is wrong, a password in it too.
        .env('PROMETHEUS_URL'),
    )
    .addOption(
      new Option(
        '--select <selector>',
        'series to analyse, such as \'node_load1{job="host"}\'; may be given again',
      )
        .default([], 'five node exporter metrics')
        .argParser(selector),
    )
    .addOption(profileOption().env('ANALYSIS_PROFILE'))
    .addOption(
      new Option('--data-dir <directory>', 'where data are kept')
        .env('FOREWARN_DATA_DIR')
        .default('.forewarn'),
    )
    .addOption(new Option('--host <address>', 'address to listen on').env('SLA_HOST').default('127.0.0.1'))
    .addOption(
      new Option(
        '--allowed-hosts <names>',
        'names that browsers may ask by, beside addresses and localhost, separated by commas; .example.org for all below, * for all',
      )
        .env('ALLOWED_HOSTS')
        .default([], 'none')
        .argParser(allowedHosts),
    )
    .addOption(
      new Option('--port <port>', 'port of the page and REST').env('SLA_PORT').default(8080).argParser(port),
    )
    .addOption(
      new Option('--grpc-port <port>', 'port of gRPC').env('RETRIEVAL_PORT').default(50051).argParser(port),
    )
    .addOption(
      new Option('--operations-port <port>', 'port of health, readiness and metrics')
        .env('OPERATIONS_PORT')
        .default(9200)
        .argParser(port),
    )
    .addOption(
      tlsOption('--tls-cert-file <file>', 'certificate for https and gRPC over TLS, PEM', 'TLS_CERT_FILE'),
    )
    .addOption(tlsOption('--tls-key-file <file>', 'its private key, PEM', 'TLS_KEY_FILE'))
    .addOption(
      tlsOption(
        '--tls-client-ca-file <file>',
        'authorities whose certificates gRPC demands of clients, and operations take for the token, PEM',
        'TLS_CLIENT_CA_FILE',
      ),
    )
    .addHelpText(
      'after',
      `
Who is let in is read from the environment: ACCESS, ACCESS_ADMIN_KEY and others of the README's table. Without them everybody is, on this machine alone.

Bounds on SLAs and answers are read from the environment: SLA_COUNT, SLA_OBJECTIVES_PER_SLA, SLA_OBJECTIVES, SLA_INDICATORS,
SLA_SERIES_PER_OBJECTIVE, SLA_SERIES_PER_ANSWER, SLA_ANSWER_BYTES, SLA_SERIES_GRACE, SLA_REQUESTS_PER_MINUTE, SLA_MAX_CONNECTIONS.
So is the access to a Prometheus that asks for one: PROMETHEUS_USERNAME, PROMETHEUS_PASSWORD, PROMETHEUS_TOKEN_FILE, PROMETHEUS_HEADERS,
PROMETHEUS_TLS_CA_FILE, PROMETHEUS_TLS_CERT_FILE, PROMETHEUS_TLS_KEY_FILE, PROMETHEUS_PROXY_URL. A password belongs there, not on the command line.
So are OPERATIONS_TOKEN, which metrics are locked with, and RETRIEVAL_REFLECTION.

Examples:
  $ npx forewarn start
  $ npx forewarn start --prometheus http://127.0.0.1:9090 --select 'node_load1{job="host"}' --select node_filefd_allocated`,
    )
    .action((flags: StartFlags, command: Command) => {
      const warning = lookAtUrl(flags.prometheus, command);
      return runMain(async (signal) => {
        if (warning !== undefined) process.stderr.write(`forewarn: warning: ${warning}\n`);
        // Not at the top: the other commands would wait for every service to be loaded.
        const version = program.version() ?? 'unknown';
        const { startEmbedded }: typeof import('./start-embedded.js') = require('./start-embedded.js');
        const {
          wantedPrometheus,
        }: typeof import('./wanted-prometheus.js') = require('./wanted-prometheus.js');
        const prometheus = wantedPrometheus(flags.prometheus, process.env);
        const env = environmentOf(flags);
        await startEmbedded({ ...optionsOf(flags), prometheus, version, env }, stdout, signal);
      });
    });
}

/** A flag that is stronger than the setting. */
const tlsOption = (flag: string, description: string, setting: string): Option =>
  new Option(flag, description).env(setting);

/** The environment, with the settings that have flags as those say. */
const environmentOf = ({ tlsCertFile, tlsKeyFile, tlsClientCaFile }: StartFlags): NodeJS.ProcessEnv => ({
  ...process.env,
  ...(tlsCertFile && { TLS_CERT_FILE: tlsCertFile }),
  ...(tlsKeyFile && { TLS_KEY_FILE: tlsKeyFile }),
  ...(tlsClientCaFile && { TLS_CLIENT_CA_FILE: tlsClientCaFile }),
});

const optionsOf = ({ select, profile, dataDir, host, allowedHosts, ...ports }: StartFlags) => ({
  selectors: select,
  profile,
  dataDirectory: dataDir,
  allowedHosts,
  addresses: { host, port: ports.port, grpcPort: ports.grpcPort, operationsPort: ports.operationsPort },
});

/** Ends the program where the address is none, without repeating it. @returns  what to tell of it */
function lookAtUrl(url: string | undefined, command: Command): string | undefined {
  if (!url) return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    command.error(
      "error: option '--prometheus <url>', or PROMETHEUS_URL, is invalid. It must be an address such as http://127.0.0.1:9090.",
    );
  }
  const isTyped = command.getOptionValueSource('prometheus') === 'cli';
  return isTyped ? hidePassword(url, process.argv.slice(2)) : undefined;
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}

function allowedHosts(text: string): readonly string[] {
  if (text === '') return [];
  const { data, error } = hostNames().safeParse(text);
  if (data) return data;
  throw new InvalidArgumentError(`It ${error.issues[0]?.message}.`);
}

function selector(text: string, previous: readonly SeriesSelector[]): readonly SeriesSelector[] {
  try {
    return [...previous, parseSelector(text)];
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
