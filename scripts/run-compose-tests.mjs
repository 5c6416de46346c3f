import { runVitest } from './run-vitest.mjs';

/**
 * Runs the tests of whole stacks by Docker Compose.
 *
 * @param {string} command  of `composeCommand`
 * @returns numbers of tests, as `runVitest` gives them
 */
export const runComposeTests = (command) =>
  runVitest({
    config: 'tests/compose/vitest.config.ts',
    env: { ...process.env, COMPOSE_COMMAND: command },
  });
