import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, run } from './install-and-build.mjs';

/**
 * Runs tests once.
 *
 * @param {{ config?: string, env?: NodeJS.ProcessEnv }} [options]  `config` is a configuration of Vitest other than the root's
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>} numbers of tests; a run that fails without a failed test counts one
 */
export async function runVitest({ config, env = process.env } = {}) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'forewarn-report-'));
  const report = path.join(directory, 'report.json');
  try {
    const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const reporting = ['--reporter=default', '--reporter=json', `--outputFile=${report}`];
    const chosen = config === undefined ? [] : ['--config', config];
    const code = await run(process.execPath, [vitest, 'run', ...chosen, ...reporting], { env });
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    return {
      passed: numPassedTests,
      failed: numFailedTests || (code === 0 ? 0 : 1),
      skipped: numPendingTests + numTodoTests,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
