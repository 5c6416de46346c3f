import { createRequire } from 'node:module';
import type { MetricType } from '@forewarn/core';
import { runMain } from '@forewarn/lifecycle';
import { type Command, Option } from 'commander';
import { profileOption } from '../profile-option.js';
import type { AnalyzeOptions, AnalyzeStreams } from './analyze-file.js';

// In place of `import()`, which opens hundreds of files at once: more than some systems allow a process.
const require = createRequire(import.meta.url);

interface AnalyzeFlags extends Pick<AnalyzeOptions, 'profile'> {
  readonly type?: MetricType;
}

/** Adds `forewarn analyze FILE|-`: an analysis of each series of a range-query response, without any server. */
export function registerAnalyzeCommand(program: Command, streams: AnalyzeStreams): void {
  program
    .command('analyze')
    .description('analyse the series of a Prometheus range-query response; no servers needed')
    .argument('<file>', 'the response as JSON, gzipped or not; - for standard input')
    .addOption(profileOption())
    .addOption(
      new Option(
        '--type <type>',
        'what the series are; counters are analysed as per-second rates (default: names that end in _total are counters)',
      ).choices(['counter', 'gauge']),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ npx forewarn analyze answer.json.gz
  $ curl 'http://127.0.0.1:9090/api/v1/query_range?query=node_load1&start=…&end=…&step=60' | npx forewarn analyze - --type gauge`,
    )
    .action((file: string, { profile, type = 'unknown' }: AnalyzeFlags) =>
      runMain(async () => {
        // Not at the top: the other commands would wait for it to be loaded.
        const { analyzeFile }: typeof import('./analyze-file.js') = require('./analyze-file.js');
        await analyzeFile(file, { profile, metricType: type }, streams);
      }),
    );
}
