import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canCompose } from './compose-servers.js';

describe('canCompose', () => {
  let folder: string;
  let composeFile: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forewarn-compose-test-'));
    composeFile = join(folder, 'docker-compose.yml');
    await writeFile(composeFile, 'services: {}\n');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('says yes when Compose is there and an engine answers', async () => {
    const docker = await dockerThat('case "$1" in compose) exit 0;; info) echo 28.0.0;; esac');
    expect(await canCompose(composeFile, { docker })).toBe(true);
  });

  const absences = {
    'there is no docker command': undefined,
    'Compose is not installed': 'case "$1" in compose) exit 1;; info) echo 28.0.0;; esac',
    'the engine cannot be reached': 'case "$1" in compose) exit 0;; info) exit 1;; esac',
    'the client answers without an engine': 'exit 0',
  };

  it.each(Object.entries(absences))('says no when %s', async (_, script) => {
    const docker = script === undefined ? join(folder, 'absent') : await dockerThat(script);
    expect(await canCompose(composeFile, { docker })).toBe(false);
  });

  it('says no when there is no compose file', async () => {
    const docker = await dockerThat('echo 28.0.0');
    expect(await canCompose(join(folder, 'absent.yml'), { docker })).toBe(false);
  });

  async function dockerThat(script: string): Promise<string> {
    const docker = join(folder, 'docker');
    await writeFile(docker, `#!/bin/sh\n${script}\n`);
    await chmod(docker, 0o755);
    return docker;
  }
});
