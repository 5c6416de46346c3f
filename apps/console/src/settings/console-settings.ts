import { duration, type Environment, httpUrl, loadSettings } from '@forewarn/config';
import type { ClientTls } from '@forewarn/contracts';
import { isLoopback } from '@forewarn/core';
import { z } from 'zod';
import { clientTls, clientTlsMistakes, clientTlsSettings } from './client-tls.js';
import { ownKeyFile, readKeyFile } from './own-key.js';

const address = () =>
  z
    .string()
    .regex(
      /^(?:https:\/\/)?(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+):\d{1,5}$/,
      'must be an address such as 127.0.0.1:50051, or https://retrieval.example.org:50051 for TLS',
    );

/** The settings of the console by their names in the environment, each with its rule. */
export const consoleSettings = {
  RETRIEVAL_ADDRESS: address().default('127.0.0.1:50051'),
  SLA_URL: httpUrl().default('http://127.0.0.1:8080'),
  /** Longest wait for the next answer of a server. */
  CONSOLE_TIMEOUT: duration().default(30_000),
  ...clientTlsSettings,
  /** What servers that ask who calls them are shown: an API key, or a token. */
  FOREWARN_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{1,8000}$/, 'must be a key or a token, in one line without blanks')
    .optional(),
};

/** What a person may say on the command line instead, as typed. */
export interface ConsoleFlags {
  readonly address?: string;
  readonly url?: string;
  readonly timeout?: string;
  readonly caFile?: string;
  readonly keyFile?: string;
}

/** Where the servers are. */
export interface ConsoleSettings {
  readonly address: string;
  readonly url: string;
  readonly timeoutMs: number;
  /** For servers that are asked by https. */
  readonly tls: ClientTls;
  /** Shown to servers that ask who calls them. */
  readonly key: string | undefined;
}

type Settings = z.output<z.ZodObject<typeof consoleSettings>>;

/**
 * Reads the settings; a flag wins over the environment.
 *
 * @throws {ForewarnError} `config-invalid`, with every mistake
 */
export function readConsoleSettings(flags: ConsoleFlags, env: Environment): ConsoleSettings {
  const environment = {
    ...env,
    ...(flags.address !== undefined && { RETRIEVAL_ADDRESS: flags.address }),
    ...(flags.url !== undefined && { SLA_URL: flags.url }),
    ...(flags.timeout !== undefined && { CONSOLE_TIMEOUT: flags.timeout }),
    ...(flags.caFile !== undefined && { FOREWARN_CA: undefined, FOREWARN_CA_FILE: flags.caFile }),
  };
  const settings = loadSettings(consoleSettings, environment, clientTlsMistakes);
  return {
    address: settings.RETRIEVAL_ADDRESS,
    url: settings.SLA_URL,
    timeoutMs: settings.CONSOLE_TIMEOUT,
    tls: clientTls(settings),
    key: keyOf(flags, settings, env),
  };
}

/** The file that is named, else the environment, else the file of the person at the keyboard. */
function keyOf({ keyFile }: ConsoleFlags, settings: Settings, env: Environment): string | undefined {
  if (keyFile !== undefined) return readKeyFile(keyFile, false);
  if (settings.FOREWARN_KEY !== undefined) return settings.FOREWARN_KEY;
  // What nobody named is not sent over a network for everybody to read.
  const isPrivate = [settings.SLA_URL, `http://${settings.RETRIEVAL_ADDRESS}`].every(isPrivateAddress);
  return isPrivate ? readKeyFile(ownKeyFile(env), true) : undefined;
}

function isPrivateAddress(text: string): boolean {
  const { protocol, hostname } = new URL(text.replace(/^http:\/\/https:/, 'https:'));
  return protocol === 'https:' || isLoopback(hostname);
}
