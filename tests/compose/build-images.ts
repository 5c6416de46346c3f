import { composeStack } from '../support/compose-stack.js';
import { catalogue, deployableNames } from '../support/service-catalogue.js';

const buildLimitMs = 900_000;

/** Builds the images once for all stacks. */
export async function setup(): Promise<void> {
  const stack = await composeStack();
  const startedMs = performance.now();
  const profiles = Object.values(catalogue).flatMap(({ compose }) => compose.profile ?? []);
  // One first: engines without BuildKit would build the stages that all images share once for each, all at once.
  await stack.compose(['build', deployableNames[0]!], buildLimitMs);
  await stack.compose([...profiles.flatMap((name) => ['--profile', name]), 'build'], buildLimitMs);
  process.stdout.write(`images built in ${Math.round((performance.now() - startedMs) / 1_000)} s\n`);
}
