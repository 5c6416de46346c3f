import { createRequire } from 'node:module';
import { processIo, registerConsoleCommands } from '@forewarn/console';
import { printableLines } from '@forewarn/core';
import { Command } from 'commander';
import { registerAnalyzeCommand } from './analyze/analyze-command.js';
import { registerStartCommand } from './start/start-command.js';

const { version, description } = createRequire(import.meta.url)('../package.json') as {
  version: string;
  description: string;
};

const program = new Command('forewarn')
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
registerStartCommand(program, process.stdout);
registerAnalyzeCommand(program, process);
registerConsoleCommands(program, processIo());
// Not awaited: `require` takes no module that waits, and loads one file at a time where `import` opens hundreds.
void program.parseAsync();
