import { createRequire } from 'node:module';
import { processIo, registerConsoleCommands } from '@forewarn/console';
import { registerAnalyzeCommand } from './analyze/analyze-command.js';
import { registerDatabaseCommands } from './database/database-commands.js';
import { forewarnCommand, type Manifest } from './forewarn-command.js';
import { registerStartCommand } from './start/start-command.js';

const manifest: Manifest = createRequire(import.meta.url)('../package.json');

const program = forewarnCommand(manifest);
registerStartCommand(program, process.stdout);
registerAnalyzeCommand(program, process);
registerConsoleCommands(program, processIo());
registerDatabaseCommands(program, process);
// Not awaited: `require` takes no module that waits, and loads one file at a time where `import` opens hundreds.
void program.parseAsync();
