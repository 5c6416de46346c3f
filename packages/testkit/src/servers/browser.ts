import { type InstallOptions, installPackages, packageCommands } from './install-packages.js';
import { BROWSER, findProgram } from './server-programs.js';

/**
 * Path of a Chromium or Chrome, for the tests of the web page.
 *
 * @returns `undefined` when there is none: `describe.skipIf(browser === undefined && process.env.CI !== 'true')`
 */
export function findBrowser(): Promise<string | undefined> {
  return findProgram(BROWSER);
}

/**
 * Installs Chromium where no browser is. By itself, so that a distribution that does not package it still gets the servers.
 *
 * @returns why there is none, and what to type, in several lines; `undefined` when there is one
 * @throws  the signal's reason when `signal` is aborted
 */
export async function installBrowser(options: InstallOptions = {}): Promise<string | undefined> {
  if ((await findBrowser()) !== undefined) return undefined;
  options.log?.(`missing: ${BROWSER}`);
  const reason = await installPackages([BROWSER], options);
  return (await findBrowser()) === undefined ? describeMissingBrowser(reason) : undefined;
}

/** That there is no browser, in words: why, and what to type. */
export function describeMissingBrowser(reason?: string): string {
  const why = reason === undefined ? [] : [`  because ${reason}`];
  const commands = packageCommands([BROWSER]).map((command) => `  ${command}`);
  return ['Missing for the tests of the web page: a Chromium', ...why, 'Install it with:', ...commands].join(
    '\n',
  );
}
