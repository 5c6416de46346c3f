import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeFigures } from '../support/compose-figures.js';
import { quickRounds, roundStoredAfter } from '../support/compose-results.js';
import { type ComposeStack, composeStack, isHealthy } from '../support/compose-stack.js';

describe('docker compose up with docker-compose.slim.yml', () => {
  let stack: ComposeStack;

  beforeAll(async () => {
    stack = await composeStack({ overlay: 'slim', settings: quickRounds });
    await stack.up();
  });

  afterAll(async () => {
    await stack?.down();
  });

  it('ends with the same services, every one healthy', async () => {
    const containers = await stack.containers();
    expect(containers.map(({ Service }) => Service).sort()).toEqual(await stack.services());
    expect(containers.filter((container) => !isHealthy(container))).toEqual([]);
  });

  it('analyses and stores, within its limits, in less than a gigabyte', async () => {
    await roundStoredAfter(stack, await roundStoredAfter(stack, 0));
    expect((await composeFigures(stack)).totalMemory).toBeLessThan(1_000);
    expect((await stack.containers()).filter((container) => !isHealthy(container))).toEqual([]);
  });
});
