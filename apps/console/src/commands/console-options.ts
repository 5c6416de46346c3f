import { ForewarnError, printableLines } from '@forewarn/core';
import { type Command, Option } from 'commander';
import { outputFormats } from '../format/printed.js';
import type { ConsoleIo } from '../io/console-io.js';
import { type ConsoleFlags, consoleSettings } from '../settings/console-settings.js';
import { usageOption } from './usage-option.js';

/** Checks a flag by the rule of the setting that it replaces, and keeps the text. */
const asSetting = (name: keyof typeof consoleSettings) =>
  usageOption((text: string) => {
    const result = consoleSettings[name].safeParse(text);
    if (result.success) return text;
    throw new ForewarnError('config-invalid', result.error.issues.map((issue) => issue.message).join('; '));
  });

/** `--address`, stronger than RETRIEVAL_ADDRESS. */
const addressOption = (): Option =>
  new Option(
    '--address <host:port>',
    'the retrieval service, https://host:port for TLS (default: RETRIEVAL_ADDRESS, or 127.0.0.1:50051)',
  ).argParser(asSetting('RETRIEVAL_ADDRESS'));

/** `--url`, stronger than SLA_URL. */
const urlOption = (): Option =>
  new Option('--url <url>', 'the SLA manager (default: SLA_URL, or http://127.0.0.1:8080)').argParser(
    asSetting('SLA_URL'),
  );

/** `--ca-file`, stronger than FOREWARN_CA_FILE. */
const caFileOption = (): Option =>
  new Option(
    '--ca-file <file>',
    'authorities that are trusted where a server is asked by https, PEM (default: FOREWARN_CA_FILE, or those that everybody knows)',
  );

/** `--key-file`, stronger than FOREWARN_KEY. A key itself has no flag: everybody on the machine can read command lines. */
const keyFileOption = (): Option =>
  new Option(
    '--key-file <file>',
    'holds the API key, for its owner alone to read (default: FOREWARN_KEY_FILE, or ~/.config/forewarn/key)',
  );

/** `--timeout`, stronger than CONSOLE_TIMEOUT. */
const timeoutOption = (): Option =>
  new Option(
    '--timeout <duration>',
    'longest wait for the next answer (default: CONSOLE_TIMEOUT, or 30s)',
  ).argParser(asSetting('CONSOLE_TIMEOUT'));

/** What the options of the SLA manager are read as. */
export type SlaManagerFlags = Omit<ConsoleFlags, 'address'>;

/** What the options of the retrieval service are read as. */
export type RetrievalFlags = Omit<ConsoleFlags, 'url'>;

/** Adds where the SLA manager is and how it is asked. */
export const withSlaManager = (command: Command): Command => withCall(command.addOption(urlOption()));

/** Adds where the retrieval service is and how it is asked. */
export const withRetrieval = (command: Command): Command => withCall(command.addOption(addressOption()));

/** Adds where both servers are and how they are asked. */
export const withServers = (command: Command): Command =>
  withCall(command.addOption(addressOption()).addOption(urlOption()));

const withCall = (command: Command): Command =>
  command.addOption(caFileOption()).addOption(keyFileOption()).addOption(timeoutOption());

/** `--format` */
export const formatOption = (): Option =>
  new Option('--format <format>', 'table for people; json (one document a line) and csv for programs')
    .choices(outputFormats)
    .default('table');

/** Begins a command whose help and mistakes go to `io`, and whose wrong usage exits with 2. */
export function consoleCommand(parent: Command, nameAndArguments: string, io: ConsoleIo): Command {
  return parent
    .command(nameAndArguments)
    .configureOutput({
      writeOut: (text) => io.stdout.write(printableLines(text)),
      writeErr: (text) => io.stderr.write(printableLines(text)),
    })
    .exitOverride(({ exitCode }) => io.exit(exitCode === 0 ? 0 : 2));
}

/** Examples at the end of a command's help. */
export const examples = (...commands: readonly string[]): string =>
  `\nExamples:\n${commands.map((command) => `  $ npx ${command}`).join('\n')}`;
