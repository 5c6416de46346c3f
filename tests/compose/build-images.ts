import { composeStack } from '../support/compose-stack.js';

const buildLimitMs = 900_000;

/** Builds the images once for all stacks. */
export async function setup(): Promise<void> {
  const stack = await composeStack();
  const startedMs = performance.now();
  // One after the other: engines without BuildKit would build the stages that all images share five times at once.
  await stack.compose(['build', 'etl'], buildLimitMs);
  await stack.compose(['--profile', 'console', 'build'], buildLimitMs);
  process.stdout.write(`images built in ${Math.round((performance.now() - startedMs) / 1_000)} s\n`);
}
