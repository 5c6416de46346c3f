import { duration, type Environment, httpUrl, loadSettings } from '@forewarn/config';
import { z } from 'zod';

const address = () =>
  z
    .string()
    .regex(/^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+):\d{1,5}$/, 'must be an address such as 127.0.0.1:50051');

/** The settings of the console by their names in the environment, each with its rule. */
export const consoleSettings = {
  RETRIEVAL_ADDRESS: address().default('127.0.0.1:50051'),
  SLA_URL: httpUrl().default('http://127.0.0.1:8080'),
  /** Longest wait for the next answer of a server. */
  CONSOLE_TIMEOUT: duration().default(30_000),
};

/** What a person may say on the command line instead, as typed. */
export interface ConsoleFlags {
  readonly address?: string;
  readonly url?: string;
  readonly timeout?: string;
}

/** Where the servers are. */
export interface ConsoleSettings {
  readonly address: string;
  readonly url: string;
  readonly timeoutMs: number;
}

/**
 * Reads the settings; a flag wins over the environment.
 *
 * @throws {ForewarnError} `config-invalid`, with every mistake
 */
export function readConsoleSettings(flags: ConsoleFlags, env: Environment): ConsoleSettings {
  const settings = loadSettings(consoleSettings, {
    ...env,
    ...(flags.address !== undefined && { RETRIEVAL_ADDRESS: flags.address }),
    ...(flags.url !== undefined && { SLA_URL: flags.url }),
    ...(flags.timeout !== undefined && { CONSOLE_TIMEOUT: flags.timeout }),
  });
  return {
    address: settings.RETRIEVAL_ADDRESS,
    url: settings.SLA_URL,
    timeoutMs: settings.CONSOLE_TIMEOUT,
  };
}
