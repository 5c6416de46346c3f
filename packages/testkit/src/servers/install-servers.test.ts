import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeMissing, installServers } from './install-servers.js';

describe('installServers, where it may not install', () => {
  let empty: string;

  beforeEach(async () => {
    empty = await mkdtemp(`${tmpdir()}/forewarn-install-test-`);
    vi.stubEnv('PATH', empty);
    vi.stubEnv('XDG_CACHE_HOME', empty);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(empty, { recursive: true });
  });

  it('names what is missing, why, and the commands that would install it', async () => {
    const result = await installServers();
    expect(result).toMatchObject({
      outcome: 'incomplete',
      missing: expect.arrayContaining([
        'java',
        'mvn',
        'prometheus',
        'promtool',
        'amtool',
        'node-exporter',
        'kafka-jars',
      ]),
      reasons: ['this system has no apt-get', "Kafka's jars are fetched with Java and Maven"],
    });
  });

  it('logs what it found missing', async () => {
    const log = vi.fn();
    await installServers({ log });
    expect(log).toHaveBeenCalledWith(expect.stringMatching(/^missing: java, mvn/));
  });
});

describe('describeMissing', () => {
  it('lists each package once, and the command that fetches the jars', () => {
    const text = describeMissing(['prometheus', 'promtool', 'kafka-jars'], ['there is no network']);
    expect(text).toMatch(
      /^Missing for the servers: prometheus, promtool, kafka-jars\n {2}because there is no network/,
    );
    expect(text).toMatch(/apt-get install --no-install-recommends prometheus\n/);
    expect(text).toMatch(/node .*main\.js install$/);
  });
});
