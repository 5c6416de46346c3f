import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedPlace, embeddedPlace, runForewarn } from '../support/forewarn-program.js';

/** It does not wait for first results, which would take a minute; how busy the machine is does not matter. */
const shortMs = 45_000;

describe('forewarn start, where it cannot', () => {
  let place: EmbeddedPlace;
  let takenPort: number;
  /** Holds a port, and answers as many servers do that are no Prometheus. */
  const webSite = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Log in</title>');
  });

  beforeAll(async () => {
    place = await embeddedPlace();
    webSite.listen(0, '127.0.0.1');
    await once(webSite, 'listening');
    takenPort = (webSite.address() as AddressInfo).port;
  });

  afterAll(async () => {
    webSite.close();
    await place?.remove();
  });

  /** @param flags  stand behind those of a good start, so that they win */
  const refusal = async (...flags: string[]) => {
    const { code, stderr, tookMs } = await runForewarn(['start', ...place.flags, ...flags]);
    expect(tookMs).toBeLessThan(shortMs);
    return { code, stderr };
  };

  it.each(['--port', '--grpc-port', '--operations-port'])(
    'names the address that %s cannot have',
    async (flag) => {
      const dataDir = path.join(place.dataDir, flag);
      expect(await refusal(flag, String(takenPort), '--data-dir', dataDir)).toEqual({
        code: 1,
        stderr: `forewarn: cannot listen on 127.0.0.1:${takenPort}: another program listens there: stop it, or choose another port\n`,
      });
    },
  );

  it('names a Prometheus that is not there', async () => {
    const { code, stderr } = await refusal('--prometheus', 'http://127.0.0.1:1');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^forewarn: cannot reach Prometheus at http:\/\/127\.0\.0\.1:1: .+\n$/);
  });

  it('names an address that answers with a web page in place of Prometheus', async () => {
    const { code, stderr } = await refusal('--prometheus', `http://127.0.0.1:${takenPort}/`);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^forewarn: the answer of http://127\\.0\\.0\\.1:${takenPort} .*web page.*\\n$`),
    );
  });

  it('shows no password of an address that it names, and warns of it on the command line', async () => {
    const { stderr } = await refusal('--prometheus', 'http://me:s3cret@127.0.0.1:1');
    expect(stderr).toMatch(
      /^forewarn: warning: a password on the command line .+\nforewarn: cannot reach Prometheus at http:\/\/127\.0\.0\.1:1/,
    );
    expect(stderr).not.toContain('s3cret');
    const env = { PROMETHEUS_URL: 'http://me:s3cret@127.0.0.1:1' };
    const { stderr: fromEnvironment } = await runForewarn(['start', ...place.flags], { env });
    expect(fromEnvironment).toMatch(/^forewarn: cannot reach Prometheus/);
  });

  it('names the settings that do not fit each other', async () => {
    const env = { PROMETHEUS_USERNAME: 'me', PROMETHEUS_PASSWORD: 's3cret', PROMETHEUS_TOKEN_FILE: '/x' };
    const args = ['start', ...place.flags, '--prometheus', 'http://127.0.0.1:1'];
    const { code, stderr } = await runForewarn(args, { env });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'forewarn: the settings cannot be used:\n  - PROMETHEUS_USERNAME and PROMETHEUS_TOKEN_FILE each say who asks Prometheus: keep one of them, and remove the others\n',
    );
  });

  it('names a data directory that cannot be one', async () => {
    const file = path.join(place.dataDir, 'a-file');
    await writeFile(file, 'in the way');
    const { code, stderr } = await refusal('--data-dir', file);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^forewarn: the data directory ${file}/recording cannot be written .+--data-dir.+\\n$`),
    );
  });

  it('names damaged data', async () => {
    const dataDir = path.join(place.dataDir, 'damaged');
    await mkdir(path.join(dataDir, 'recording'), { recursive: true });
    await writeFile(
      path.join(dataDir, 'recording', 'event-log.sqlite'),
      'no database at all, but text'.repeat(99),
    );
    const { code, stderr } = await refusal('--data-dir', dataDir);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^forewarn: the event log .+event-log\.sqlite is not an event log of Forewarn.+\n$/,
    );
  });

  it('names the profiles where the environment has one that does not exist', async () => {
    const env = { ANALYSIS_PROFILE: 'fast' };
    const { code, stderr } = await runForewarn(['start', ...place.flags], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /'ANALYSIS_PROFILE' is invalid\. unknown profile fast; known: default, reference\n/,
    );
  });

  it.each([
    ['a port that is a word', ['--port', 'http'], /--port.+'http'.+number from 0 to 65535/],
    ['a port beyond the last', ['--grpc-port', '65536'], /--grpc-port.+'65536'.+number from 0 to 65535/],
    ['an address without a scheme', ['--prometheus', 'localhost:9090'], /--prometheus.+is invalid.+http:/],
    ['a selector that is none', ['--select', 'up{job='], /--select.+expected label="value".+character 4/],
    [
      'a profile that does not exist',
      ['--profile', 'fast'],
      /--profile.+'fast' is invalid\. unknown profile fast; known: default, reference\n/,
    ],
    ['a flag that does not exist', ['--prometeus', 'x'], /unknown option '--prometeus'\n.*--prometheus/],
    ['an argument too many', ['now'], /too many arguments/],
  ])('refuses %s as wrong usage', async (_, flags, said) => {
    const { code, stderr } = await refusal(...flags);
    expect(code).toBe(2);
    expect(stderr).toMatch(said);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
  });
});
