import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { createTestCertificates, type TestCertificates } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  runForewarn,
  spawnForewarn,
  startedPattern,
} from '../support/forewarn-program.js';

const token = 'token-of-operations-1';

describe('forewarn start with a certificate', () => {
  let directory: string;
  let made: TestCertificates;
  let place: EmbeddedPlace;
  let forewarn: ForewarnProgram;
  let words: string;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'forewarn-over-tls-'));
    made = await createTestCertificates(directory);
    place = await embeddedPlace();
    const flags = ['--tls-cert-file', made.serverCert, '--tls-key-file', made.serverKey];
    forewarn = spawnForewarn(['start', ...place.flags, ...flags], { env: { OPERATIONS_TOKEN: token } });
    words = await forewarn.printed(startedPattern);
  });

  afterAll(async () => {
    await forewarn?.end('SIGKILL');
    await place?.remove();
    await rm(directory, { recursive: true });
  });

  const ask = async (url: string, headers: Record<string, string> = {}) => {
    const sent = request(url, { ca: await readFile(made.ca), agent: false, headers }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode, body: await text(response) };
  };

  it('prints addresses by https alone, and each answers', async () => {
    const urls = words.match(/https?:\/\/[^\s']+/g) ?? [];
    const asked = urls.filter((url) => !url.endsWith(`:${new URL(place.url).port}`) && !/:\d+$/.test(url));
    expect(urls.every((url) => url.startsWith('https://'))).toBe(true);
    expect(asked.length).toBeGreaterThanOrEqual(3);
    const headers = { authorization: `Bearer ${token}` };
    for (const url of asked) expect([url, (await ask(url, headers)).status]).toEqual([url, 200]);
  });

  it('prints commands that work as they stand, for who trusts its authority', async () => {
    const commands = Array.from(words.matchAll(/npx forewarn (.+)/g), ([, args]) => args!.split(' '));
    expect(commands.map(([name]) => name)).toEqual(['get', 'sla', 'console']);
    const env = { FOREWARN_CA_FILE: made.ca };
    const runs = await Promise.all(commands.map((args) => runForewarn(args, { input: '1\n7\n', env })));
    // One of the samples is violated, and that is what the exit code says.
    expect(runs.map(({ code }) => code)).toEqual([0, 1, 0]);
    expect(runs.map(({ stderr }) => stderr).join('')).toBe('');
  });

  it('keeps metrics for who has the token, and shows when the certificates end', async () => {
    const metrics = `${place.operationsUrl.replace('http:', 'https:')}/metrics`;
    expect((await ask(metrics)).status).toBe(401);
    const { body } = await ask(metrics, { authorization: `Bearer ${token}` });
    const listeners = body.match(/^forewarn_tls_certificate_expiry_timestamp_seconds\{listener="\w+"\}/gm);
    expect(listeners?.map((line) => /"(\w+)"/.exec(line)?.[1]).sort()).toEqual([
      'grpc',
      'http',
      'operations',
    ]);
  });

  it('does not start with a key that does not fit, and says so', async () => {
    const flags = ['--tls-cert-file', made.serverCert, '--tls-key-file', made.clientKey];
    const { code, stderr } = await runForewarn([
      'start',
      ...place.flags,
      '--data-dir',
      `${place.dataDir}-2`,
      ...flags,
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /TLS_KEY_FILE: \S+client\.key is not the key of the certificate in \S+server\.crt/,
    );
    await rm(`${place.dataDir}-2`, { recursive: true, force: true });
  });
});
