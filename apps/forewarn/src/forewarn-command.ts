import { printableLines } from '@forewarn/core';
import { Command } from 'commander';

/** What package.json says of the program. */
export interface Manifest {
  readonly version: string;
  readonly description: string;
}

/** The command without its parts: what all of them share in help, output and exit codes. */
export const forewarnCommand = ({ version, description }: Manifest): Command =>
  new Command('forewarn')
    .description(description)
    .version(version)
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx forewarn start\n  $ npx forewarn sla status\n  $ npx forewarn get forecasts --metric node_memory_MemFree_bytes',
    )
    .showHelpAfterError('(add --help to see what can be said)')
    .configureOutput({
      writeOut: (text) => process.stdout.write(printableLines(text)),
      writeErr: (text) => process.stderr.write(printableLines(text)),
    })
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
