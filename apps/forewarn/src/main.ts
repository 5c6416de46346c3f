import { createRequire } from 'node:module';
import { processIo, registerConsoleCommands } from '@forewarn/console';
import { Command } from 'commander';
import { registerAnalyzeCommand } from './analyze/analyze-command.js';
import { registerStartCommand } from './start/start-command.js';

const { version, description } = createRequire(import.meta.url)('../package.json') as {
  version: string;
  description: string;
};

const program = new Command('forewarn').description(description).version(version).showHelpAfterError();
registerStartCommand(program, process.stdout);
registerAnalyzeCommand(program, process);
registerConsoleCommands(program, processIo());
await program.parseAsync();
