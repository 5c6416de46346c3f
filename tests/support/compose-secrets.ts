import { runCommand } from '@forewarn/testkit';
import { expect } from 'vitest';
import type { ComposeStack } from './compose-stack.js';

const [docker = 'docker', ...leading] = (process.env.DOCKER_COMMAND ?? 'docker').split(/\s+/);

/** Expects that neither the configuration of a stack nor its containers, as the engine knows them, nor their logs hold a secret. */
export async function expectHidden(stack: ComposeStack, secrets: readonly string[]): Promise<void> {
  const containers = (await stack.containers()).map(({ Name }) => Name);
  const { code, output } = await runCommand(docker, [...leading, 'inspect', ...containers]);
  expect(code, output.slice(-1_000)).toBe(0);
  const places = {
    inspect: output,
    config: await stack.compose(['config']),
    logs: await stack.compose(['logs', '--no-color']),
  };
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(1_000);
    expect(
      secrets.filter((secret) => text.includes(secret)),
      place,
    ).toEqual([]);
  }
}
