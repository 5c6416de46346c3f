import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { retrievalClient } from '@forewarn/contracts';
import { canonicalSeries } from '@forewarn/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  runForewarn,
  spawnForewarn,
  startedPattern,
} from '../support/forewarn-program.js';
import { getJson, sendJson } from '../support/rest-api.js';

interface Status {
  readonly slas: { readonly name: string; readonly state: string }[];
}

/** Other tests share the cores; that a later start takes less than five seconds is held by bench/latency.mjs. */
const soonMs = 45_000;

describe('forewarn start, on the recording', () => {
  let place: EmbeddedPlace;
  let forewarn: ForewarnProgram;
  let words: string;

  /** @returns milliseconds from the start of the process to the first results */
  const start = async (): Promise<number> => {
    const startedMs = performance.now();
    forewarn = spawnForewarn(['start', ...place.flags]);
    words = await forewarn.printed(startedPattern);
    return performance.now() - startedMs;
  };

  /** `series window-end` of every forecast that was ever stored, in the order of the answer. */
  const storedForecasts = async (): Promise<string[]> => {
    const client = retrievalClient(place.grpcAddress);
    const stored: string[] = [];
    try {
      const selector = { startTime: { seconds: 0, nanos: 0 } };
      for await (const { series, window } of client.listForecasts({ selector }))
        stored.push(`${canonicalSeries(series!)} ${window!.end!.seconds}`);
    } finally {
      client.close();
    }
    return stored;
  };

  const anchor = () => readFile(path.join(place.dataDir, 'recording', 'replay.json'), 'utf8');

  beforeAll(async () => {
    place = await embeddedPlace();
    await start();
  });

  afterAll(async () => {
    await forewarn?.end('SIGKILL');
    await place?.remove();
  });

  it('shows one SLA violated, one at risk and the others ok at the first look', async () => {
    const { slas } = await getJson<Status>(`${place.url}/api/v1/status`);
    expect(Object.fromEntries(slas.map(({ name, state }) => [name, state]))).toEqual({
      'memory-available': 'ok',
      'memory-free': 'at-risk',
      'open-files': 'violated',
      'root-available': 'ok',
      'scratch-free': 'ok',
      shop: 'ok',
    });
  });

  it('says of which version it is, as its manifest does', async () => {
    const manifest = JSON.parse(
      await readFile(new URL('../../apps/forewarn/package.json', import.meta.url), 'utf8'),
    );
    const { version } = manifest as { version: string };
    expect(await getJson(`${place.url}/api/v1/about`)).toMatchObject({ version });
    expect(await getJson(`${place.url}/openapi.json`)).toMatchObject({ info: { version } });
  });

  it('says that every service runs here', async () => {
    const names = ['storage', 'retrieval', 'sla-manager', 'etl'];
    const version = expect.stringMatching(/^\d+\.\d+\.\d+/);
    expect(await getJson(`${place.url}/api/v1/about`)).toMatchObject({
      services: names.map((name) => ({ name, version, where: 'here' })),
    });
  });

  it('says by which profile it analyses', async () => {
    expect(await getJson(`${place.url}/api/v1/about`)).toMatchObject({
      mode: 'embedded',
      profile: 'default',
    });
  });

  it('prints where everything is, and every address that it prints answers', async () => {
    const urls = words.match(/https?:\/\/[^\s']+/g) ?? [];
    expect(urls).toEqual(expect.arrayContaining([`${place.url}/`, `${place.operationsUrl}/metrics`]));
    expect(urls.length).toBeGreaterThanOrEqual(4);
    const answers = await Promise.all(urls.map(async (url) => `${url} ${(await fetch(url)).status}`));
    expect(answers).toEqual(urls.map((url) => `${url} 200`));
    expect((await fetch(`${place.operationsUrl}/readyz`)).status).toBe(200);
  });

  it('prints commands that work as they stand', async () => {
    const commands = Array.from(words.matchAll(/npx forewarn (.+)/g), ([, args]) => args!.split(' '));
    expect(commands.map(([name]) => name)).toEqual(['get', 'sla', 'console']);
    const [forecasts, status, menu] = await Promise.all(
      commands.map((args) => runForewarn(args, { input: '1\n7\n' })),
    );
    // One of the samples is violated, and that is what the exit code says.
    expect([forecasts!.code, status!.code, menu!.code]).toEqual([0, 1, 0]);
    expect(forecasts!.stdout).toMatch(/node_memory_MemFree_bytes/);
    expect(status!.stdout).toMatch(/^violated +open-files/m);
    expect(menu!.stdout).toMatch(/Augmented Dickey–Fuller/);
    expect(forecasts!.stderr + status!.stderr + menu!.stderr).toBe('');
  });

  it('answers for all nine series with ten forecast points each over gRPC', async () => {
    const client = retrievalClient(place.grpcAddress);
    const points: Record<string, number> = {};
    for await (const { series, forecast } of client.listForecasts({}))
      points[canonicalSeries(series!)] = forecast!.points.length;
    client.close();
    expect(Object.keys(points)).toHaveLength(9);
    expect(new Set(Object.values(points))).toEqual(new Set([10]));
  });

  it('lets no second process at its data', async () => {
    const others = await embeddedPlace();
    const second = await runForewarn(['start', ...others.flags, '--data-dir', place.dataDir]);
    await others.remove();
    expect(second).toMatchObject({ code: 1 });
    expect(second.stderr).toMatch(
      /^forewarn: another Forewarn uses the data directory .+: stop it, or choose another with --data-dir\n$/,
    );
  });

  it('ends on Ctrl-C with code 0 within seconds, and says where the data are', async () => {
    const created = await sendJson('POST', `${place.url}/api/v1/slas`, {
      name: 'mine',
      objectives: [
        { name: 'load', indicator: 'node_filefd_allocated', max: 5000, target: 0.9, window: '3h' },
      ],
    });
    expect(created.status, await created.clone().text()).toBe(201);
    const ended = await forewarn.end('SIGINT');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/forewarn: stopped; everything is kept in .+\n$/);
    expect(ended.tookMs).toBeLessThan(soonMs);
  });

  it('goes on where it was: ready soon, the SLA kept, the same replay, nothing stored twice', async () => {
    const anchorBefore = await anchor();
    const tookMs = await start();
    expect(tookMs).toBeLessThan(soonMs);
    expect(await anchor()).toBe(anchorBefore);
    const { slas } = await getJson<Status>(`${place.url}/api/v1/status`);
    expect(slas.map(({ name }) => name)).toContain('mine');
    expect(slas).toHaveLength(7);
    const stored = await storedForecasts();
    expect(stored).toEqual([...new Set(stored)]);
    const { analyses } = await getJson<{ analyses: number }>(
      `${place.url}/api/v1/slas/mine/execution-times?window=1h`,
    );
    // The replay goes on meanwhile: one window may be stored between two of these questions.
    const windowsOf = (forecasts: string[]) =>
      forecasts.filter((one) => one.startsWith('node_filefd_allocated')).length;
    expect(analyses, 'one row per window of the one series of the SLA').toBeGreaterThanOrEqual(
      windowsOf(stored),
    );
    expect(analyses).toBeLessThanOrEqual(windowsOf(await storedForecasts()));
  });

  it('works again after kill -9, and has lost nothing', async () => {
    const before = await storedForecasts();
    expect(before.length).toBeGreaterThanOrEqual(7);
    await forewarn.end('SIGKILL');
    await start();
    const after = await storedForecasts();
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toEqual([...new Set(after)]);
    const { slas } = await getJson<Status>(`${place.url}/api/v1/status`);
    expect(slas.map(({ name }) => name)).toContain('mine');
    expect(slas.map(({ state }) => state)).not.toContain('insufficient-data');
  });

  it('ends quietly on a Ctrl-C in the middle of its start', async () => {
    const other = await embeddedPlace();
    const early = spawnForewarn(['start', ...other.flags]);
    await early.printed(/metrics from/);
    const ended = await early.end('SIGINT');
    await other.remove();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.tookMs).toBeLessThan(soonMs);
  });
});
