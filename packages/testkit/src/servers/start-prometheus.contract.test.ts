import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backfillPrometheus } from './backfill-prometheus.js';
import { missingPrograms } from './missing-programs.js';
import type { ServerHandle } from './native-server.js';
import { startNodeExporter } from './start-node-exporter.js';
import { startPrometheus } from './start-prometheus.js';

const missing = process.env.CI === 'true' ? [] : await missingPrograms();

describe.skipIf(missing.length > 0)('Prometheus', { timeout: 60_000 }, () => {
  const started: ServerHandle[] = [];
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'forewarn-prometheus-test-'));
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((server) => server.stop()));
    await rm(dataDir, { recursive: true });
  }, 30_000);

  it('serves backfilled samples, however old, and keeps a directory that the caller gave', async () => {
    await backfillPrometheus(
      dataDir,
      'old{device="sda"} 42 1500000000\nold{device="sda"} 43 1500000060\n# EOF\n',
    );
    const prometheus = await startPrometheus({ dataDir });
    started.push(prometheus);
    expect(await valuesAt(prometheus.url, 1_500_000_060)).toEqual(['43']);
    await prometheus.stop();
    expect(existsSync(join(dataDir, 'tsdb'))).toBe(true);
  });

  it('reports why promtool refuses samples', async () => {
    await expect(backfillPrometheus(dataDir, 'no_end_of_file 1 1\n')).rejects.toThrow(
      /promtool could not write the samples[\s\S]*EOF/,
    );
  });

  it('says with its last log lines why it cannot start', async () => {
    await expect(startPrometheus({ extraFlags: ['--no-such-flag'] })).rejects.toThrow(
      /Prometheus ended before it was ready[\s\S]*--no-such-flag/,
    );
  });

  it('is not mistaken for another server that holds its port', async () => {
    const exporter = await startNodeExporter();
    started.push(exporter);
    await expect(startPrometheus({ port: exporter.port })).rejects.toThrow(/the port is taken/);
  });
});

async function valuesAt(url: string, second: number): Promise<string[]> {
  const response = await fetch(`${url}/api/v1/query?query=old&time=${second}`);
  const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
  return data.result.map(({ value: [, text] }) => text);
}
