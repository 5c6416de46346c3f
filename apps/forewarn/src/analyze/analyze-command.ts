import { runMain } from '@forewarn/lifecycle';
import type { Command } from 'commander';
import type { AnalyzeStreams } from './analyze-file.js';

/** Adds `forewarn analyze FILE|-`: an analysis of each series of a range-query response, without any server. */
export function registerAnalyzeCommand(program: Command, streams: AnalyzeStreams): void {
  program
    .command('analyze')
    .description('analyse the series of a Prometheus range-query response; no servers needed')
    .argument('<file>', 'the response as JSON, gzipped or not; - for standard input')
    .action((file: string) =>
      runMain(async () => {
        // Not at the top: the other commands would wait for it to be loaded.
        const { analyzeFile } = await import('./analyze-file.js');
        await analyzeFile(file, streams);
      }),
    );
}
