import type { TestProject } from 'vitest/node';
import { describeMissingBrowser, findBrowser, installBrowser } from './browser.js';
import { whyNoMysql } from './find-mysql.js';
import { describeMissing, installServers } from './install-servers.js';
import { missingPrograms } from './missing-programs.js';
import type { ServerAddresses } from './running-servers.js';
import { chooseRunner, type ServerRunner, startServers } from './start-servers.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the real servers are; `null` when they cannot be had on this machine. */
    forewarnServers: ServerAddresses | null;
    /** Whether a test can start servers of its own. */
    forewarnCanStartServers: boolean;
  }
}

/**
 * Starts the real servers once for a run of vitest and gives their addresses to the tests, which read them with
 * `servers()`. Where they cannot be had: fails when `CI` is `true`, else says so loudly and provides `null`.
 * The tests of the web page look for their browser with `findBrowser()`.
 *
 * What is missing is installed first by root and in CI; `FOREWARN_INSTALL_SERVERS=1` allows it to others with a
 * password-less sudo, `0` forbids it. `FOREWARN_SERVERS=native` or `docker` chooses who runs them.
 *
 * @returns stops the servers, called by vitest at the end
 * @throws  when a server that is installed does not start, or is absent in CI
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const runner = await chooseRunner({ runner: runnerOf(process.env.FOREWARN_SERVERS) });
  // Containers do for the shared servers; tests that kill and restart servers need native ones all the same.
  const problem = runner === 'native' || isCi() ? await whatIsMissing() : undefined;
  const canStartServers = problem === undefined && (await missingPrograms()).length === 0;
  project.provide('forewarnCanStartServers', canStartServers);
  const withoutMysql = whyNoMysql();
  if (withoutMysql !== undefined) process.stderr.write(`[servers] ${withoutMysql}\n`);
  const withoutBrowser = await whyNoBrowser();
  if (withoutBrowser !== undefined) process.stderr.write(banner('TESTS IN A BROWSER', withoutBrowser));
  if (problem !== undefined) {
    if (isCi()) throw new Error(`The tests need real servers.\n${problem}`);
    process.stderr.write(banner('TESTS AGAINST REAL SERVERS', problem));
    project.provide('forewarnServers', null);
    return async () => {};
  }
  const { stop, ...addresses } = await startServers({ runner });
  project.provide('forewarnServers', addresses);
  return stop;
}

async function whatIsMissing(): Promise<string | undefined> {
  if (permission() === '0') {
    const missing = await missingPrograms();
    return missing.length === 0 ? undefined : describeMissing(missing);
  }
  const result = await installServers(installOptions());
  return result.outcome === 'ready' ? undefined : describeMissing(result.missing, result.reasons);
}

async function whyNoBrowser(): Promise<string | undefined> {
  if (permission() !== '0') return installBrowser(installOptions());
  return (await findBrowser()) === undefined ? describeMissingBrowser() : undefined;
}

function installOptions() {
  const log = (line: string) => process.stderr.write(`[servers] ${line}\n`);
  return { log, maySudo: permission() === '1' || isCi() };
}

function permission(): string | undefined {
  return process.env.FOREWARN_INSTALL_SERVERS;
}

function isCi(): boolean {
  return process.env.CI === 'true';
}

function banner(what: string, problem: string): string {
  const line = '!'.repeat(100);
  return `\n${line}\n${what} ARE SKIPPED\n${problem}\n${line}\n\n`;
}

function runnerOf(text: string | undefined): ServerRunner | undefined {
  return text === 'native' || text === 'docker' ? text : undefined;
}
