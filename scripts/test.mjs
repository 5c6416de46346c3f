import { composeCommand } from './compose-command.mjs';
import { buildPackages, installPackages, run } from './install-and-build.mjs';
import { runComposeTests } from './run-compose-tests.mjs';
import { runVitest } from './run-vitest.mjs';

/**
 * Everything that a change must pass: packages and servers installed, check, unit, contract, integration and end-to-end tests; where Docker
 * Compose is at hand, also those of the whole stack.
 * The last line counts the tests; the exit code is 0 only when every step passed.
 */
const say = (text) => process.stdout.write(`\n=== ${text}\n`);

/** The steps of `check`: each is one npm script. */
const checks = ['lint', 'typecheck', 'layers', 'dead-exports', 'licences'];

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

async function main() {
  await installPackages(say);
  say('build');
  await buildPackages(() => {});
  const failedChecks = await runChecks();
  say('tests');
  const tests = await runVitest();
  const stack = await testStack();
  const passed = tests.passed + stack.passed + checks.length - failedChecks.length;
  const failed = tests.failed + stack.failed + failedChecks.length;
  const skipped = tests.skipped + stack.skipped;
  for (const name of failedChecks) process.stdout.write(`check failed: npm run ${name}\n`);
  const isSkipAllowed = process.env.CI !== 'true';
  if (skipped > 0 && !isSkipAllowed) process.stdout.write('tests were skipped, which CI does not allow\n');
  process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  process.exitCode = failed === 0 && tests.passed > 0 && (skipped === 0 || isSkipAllowed) ? 0 : 1;
}

/** The numbers of the tests of the whole stack; none where there is no Docker Compose, which is said. */
async function testStack() {
  const command = await composeCommand();
  if (command !== undefined) {
    say(`tests of the whole stack, by ${command}`);
    return runComposeTests(command);
  }
  say('no tests of the whole stack: there is no Docker here, and COMPOSE_COMMAND names nothing else');
  return { passed: 0, failed: 0, skipped: 0 };
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.stdout.write('\n0 passed, 1 failed\n');
  process.exitCode = 1;
});
