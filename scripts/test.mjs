import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildPackages, installPackages, root, run } from './install-and-build.mjs';

/**
 * Everything that a change must pass: packages and servers installed, check, unit, contract, integration and end-to-end tests.
 * The last line counts the tests; the exit code is 0 only when every step passed.
 */
const say = (text) => process.stdout.write(`\n=== ${text}\n`);

/** The steps of `check`: each is one npm script. */
const checks = ['lint', 'typecheck', 'layers', 'dead-exports'];

const npmScript = (name) =>
  run(process.execPath, [process.env.npm_execpath ?? 'npm', 'run', '--silent', name]);

async function runChecks() {
  const failed = [];
  for (const name of checks) {
    say(`check: ${name}`);
    if ((await npmScript(name)) !== 0) failed.push(name);
  }
  return failed;
}

async function runTests() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'forewarn-report-'));
  const report = path.join(directory, 'report.json');
  try {
    const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const code = await run(process.execPath, [
      vitest,
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${report}`,
    ]);
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    return { code, passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function main() {
  await installPackages(say);
  say('build');
  await buildPackages(() => {});
  const failedChecks = await runChecks();
  say('tests');
  const tests = await runTests();
  for (const name of failedChecks) process.stdout.write(`check failed: npm run ${name}\n`);
  if (tests.skipped > 0 && process.env.CI === 'true')
    process.stdout.write('tests were skipped, which CI does not allow\n');
  const failed = tests.failed + failedChecks.length + (tests.code !== 0 && tests.failed === 0 ? 1 : 0);
  const isGreen = failed === 0 && tests.passed > 0 && !(process.env.CI === 'true' && tests.skipped > 0);
  process.stdout.write(
    `\n${tests.passed + checks.length - failedChecks.length} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}\n`,
  );
  process.exitCode = isGreen ? 0 : 1;
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.stdout.write('\n0 passed, 1 failed\n');
  process.exitCode = 1;
});
