import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  createTestCertificates,
  startIdentityProvider,
  type TestCertificates,
  type TestIdentityProvider,
} from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessPromises, guardedSettings } from '../support/access-promises.js';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  runForewarn,
  spawnForewarn,
  startedPattern,
} from '../support/forewarn-program.js';

const secrets = { adminKey: 'the-key-of-the-administrator', operationsToken: 'the-token-of-operations' };

describe('forewarn start where everybody must be known', () => {
  let directory: string;
  let certificates: TestCertificates;
  let provider: TestIdentityProvider;
  let place: EmbeddedPlace;
  let forewarn: ForewarnProgram;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'forewarn-access-'));
    certificates = await createTestCertificates(directory);
    provider = await startIdentityProvider();
    place = await embeddedPlace();
    const env = guardedSettings(secrets, certificates, provider);
    forewarn = spawnForewarn(['start', ...place.flags], { env });
    await forewarn.printed(startedPattern);
  });

  afterAll(async () => {
    const run = await forewarn?.end('SIGTERM');
    await provider?.close();
    await place?.remove();
    await rm(directory, { recursive: true });
    expect(run?.stdout).not.toContain(secrets.adminKey);
    expect(run?.stdout).not.toContain(secrets.operationsToken);
  });

  const secure = (url: string) => url.replace('http:', 'https:');

  accessPromises(() => ({
    ...secrets,
    ca: certificates.ca,
    restUrl: secure(place.url),
    grpcAddress: place.grpcAddress,
    operationsUrls: [secure(place.operationsUrl)],
    provider,
  }));

  it('lets commands in by a key that they make themselves', async () => {
    const url = ['--url', secure(place.url)];
    const env = { FOREWARN_CA_FILE: certificates.ca, FOREWARN_KEY: secrets.adminKey };
    const made = await runForewarn(['key', 'create', 'people', '--role', 'viewer', ...url], { env });
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^fwk_\w{8}_[\w-]{43}\n$/) });
    const own = { ...env, FOREWARN_KEY: made.stdout.trim() };
    const address = ['--address', `https://${place.grpcAddress}`];
    const metric = ['--metric', 'node_memory_MemFree_bytes'];
    expect((await runForewarn(['get', 'forecasts', ...metric, ...address], { env: own })).code).toBe(0);
    expect((await runForewarn(['sla', 'list', ...url], { env: own })).code).toBe(0);
    const refused = await runForewarn(['key', 'list', ...url], { env: own });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/has the role viewer/) });
    const stranger = await runForewarn(['sla', 'list', ...url], { env: { ...env, FOREWARN_KEY: '' } });
    expect(stranger).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/--key-file, FOREWARN_KEY_FILE/),
    });
  });
});

describe('forewarn start where others can reach it', () => {
  it('does not start unless it is said who is let in', async () => {
    const place = await embeddedPlace();
    const { code, stderr } = await runForewarn(['start', ...place.flags, '--host', '0.0.0.0']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/--host is 0\.0\.0\.0, where others can reach it: set ACCESS=required/);
    await place.remove();
  });
});
