import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  builtProgram,
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  spawnForewarn,
  startedPattern,
} from '../support/forewarn-program.js';
import { getJson, sendJson } from '../support/rest-api.js';
import { startTroubledPrometheus, type TroubledPrometheus } from '../support/troubled-prometheus.js';

const metrics = Array.from({ length: 14 }, (_, at) => `gauge_${String.fromCharCode(97 + at)}`);

describe('forewarn start, on a Prometheus', { timeout: 120_000 }, () => {
  let place: EmbeddedPlace;
  let prometheus: TroubledPrometheus;
  let forewarn: ForewarnProgram;

  beforeEach(async () => {
    place = await embeddedPlace();
    prometheus = await startTroubledPrometheus();
    const valueAt = (timeMs: number) => 10 + Math.sin(timeMs / 400_000);
    prometheus.series.push(...metrics.map((metric) => ({ metric, labels: {}, valueAt })));
  });
  afterEach(async () => {
    await forewarn?.end('SIGKILL');
    await prometheus?.close();
    await place.remove();
  });

  const start = async (selectors: readonly string[]): Promise<string> => {
    const selected = selectors.flatMap((selector) => ['--select', selector]);
    forewarn = spawnForewarn(['start', ...place.flags, '--prometheus', prometheus.url, ...selected]);
    return forewarn.printed(startedPattern, 100_000);
  };

  it('says what it waits for while the server starts, and that it runs once it does', async () => {
    let refusals = 0;
    const notReady = { status: 503, body: 'TSDB not ready' };
    prometheus.trouble = (path) => {
      if (!['query', 'series'].includes(path) || refusals >= 6) return undefined;
      refusals += 1;
      return notReady;
    };
    const words = await start(['gauge_a', 'absent']);
    const host = new URL(prometheus.url).host;
    expect(words).toContain(`forewarn: waiting for Prometheus at ${host}: `);
    expect(words).toContain(`forewarn: Prometheus at ${host} answers\n`);
    expect(words).toContain('forewarn: nothing was found for absent in the last 5m\n');
    expect(words).toMatch(/Forewarn runs: 1 series analysed/);
    expect((await forewarn.end('SIGINT')).stderr).toBe('');
  });

  it('ends quietly on a Ctrl-C while it waits', async () => {
    prometheus.trouble = () => ({ status: 503, body: '' });
    forewarn = spawnForewarn(['start', ...place.flags, '--prometheus', prometheus.url]);
    await forewarn.printed(/waiting for/);
    expect(await forewarn.end('SIGINT')).toMatchObject({ code: 0, stderr: '' });
  });

  it('warns of nothing with fourteen selectors and an SLA of fifty objectives', async () => {
    await start(metrics);
    const objectives = Array.from({ length: 50 }, (_, at) => ({
      name: `objective-${at}`,
      indicator: metrics[at % metrics.length],
      max: 100,
      target: 0.9,
      window: '1h',
    }));
    const created = await sendJson('POST', `${place.url}/api/v1/slas`, { name: 'many', objectives });
    expect(created.status).toBe(201);
    const { objectives: states } = await getJson<{ objectives: unknown[] }>(
      `${place.url}/api/v1/slas/many/status`,
    );
    expect(states).toHaveLength(50);
    expect((await fetch(`${place.operationsUrl}/metrics`)).status).toBe(200);
    const { stderr, stdout } = await forewarn.end('SIGINT');
    expect(stderr).toBe('');
    expect(stdout).not.toContain('Warning');
    const [source] = await readdir(place.dataDir);
    const log = await readFile(path.join(place.dataDir, source!, 'forewarn.log'), 'utf8');
    expect(log).toMatch(/started/);
    expect(log).not.toMatch(/MaxListeners|leak/);
  });
});

describe('forewarn start with few file descriptors', { timeout: 120_000 }, () => {
  it('runs with 128 of them, though nobody reads what it says any more', async () => {
    const place = await embeddedPlace();
    const words = [builtProgram, 'start', ...place.flags].map((word) => `'${word}'`).join(' ');
    const child = spawn('sh', ['-c', `ulimit -n 128 && exec '${process.execPath}' ${words}`]);
    const errors = text(child.stderr);
    try {
      let said = '';
      for await (const chunk of child.stdout) {
        said += chunk;
        if (startedPattern.test(said)) break;
      }
      expect(said).toMatch(/Forewarn runs: 9 series analysed/);
    } finally {
      child.kill('SIGINT');
      await once(child, 'exit');
      await place.remove();
    }
    expect(await errors).toBe('');
  });
});
