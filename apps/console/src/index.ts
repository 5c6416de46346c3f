export { type ConsoleIo, type InterruptSource, processIo } from './io/console-io.js';
export { registerConsoleCommands } from './register-console-commands.js';
