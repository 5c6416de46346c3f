import { composeCommand } from './compose-command.mjs';
import { buildPackages, installPackages } from './install-and-build.mjs';
import { runComposeTests } from './run-compose-tests.mjs';

/**
 * Starts the compose file and its overlays for real, kills what can be killed, and looks whether anything was lost. Needs Docker Compose:
 * `docker compose`, or the command that COMPOSE_COMMAND names.
 */
const say = (text) => process.stdout.write(`\n=== ${text}\n`);

async function main() {
  const command = await composeCommand();
  if (command === undefined)
    throw new Error(
      'no Docker Compose with an engine behind it: install Docker, or name a command in COMPOSE_COMMAND',
    );
  await installPackages(say);
  await buildPackages(say);
  const { passed, failed, skipped } = await runComposeTests(command);
  process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  process.exitCode = failed === 0 && skipped === 0 && passed > 0 ? 0 : 1;
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
