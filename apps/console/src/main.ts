import { processIo } from './io/console-io.js';
import { runConsole } from './run-console.js';

await runConsole(process.argv.slice(2), processIo());
