import { createRequire } from 'node:module';
import { registerConsoleCommands } from '@forewarn/console';
import { runMain } from '@forewarn/lifecycle';
import { Command } from 'commander';
import { registerAnalyzeCommand } from './analyze/analyze-command.js';
import { registerStartCommand } from './start/start-command.js';

const { version, description } = createRequire(import.meta.url)('../package.json') as {
  version: string;
  description: string;
};

await runMain(async (signal) => {
  const program = new Command('forewarn').description(description).version(version).showHelpAfterError();
  registerStartCommand(program, process.stdout, signal);
  registerAnalyzeCommand(program, process);
  registerConsoleCommands(program, process);
  await program.parseAsync();
});
