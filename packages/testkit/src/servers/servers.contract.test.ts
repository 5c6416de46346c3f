import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort, requireFreePort } from './free-port.js';
import { missingPrograms } from './missing-programs.js';
import { startServers } from './start-servers.js';

const MAIN = fileURLToPath(new URL('../../dist/servers/main.js', import.meta.url));
const missing = process.env.CI === 'true' ? [] : await missingPrograms();

describe.skipIf(missing.length > 0)('the four servers', { timeout: 120_000 }, () => {
  let temporary: string;

  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'forewarn-servers-test-'));
    vi.stubEnv('TMPDIR', temporary);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(temporary, { recursive: true, maxRetries: 10 });
  });

  it('run together, Prometheus scraping the node-exporter, and leave nothing behind when stopped', async () => {
    const { stop, ...addresses } = await startServers({ runner: 'native' });
    try {
      await vi.waitUntil(
        async () => (await count(addresses.prometheusUrl, 'up{job="host"} == 1')) === 1,
        10_000,
      );
      expect(await count(addresses.prometheusUrl, 'node_memory_MemFree_bytes > 0')).toBe(1);
    } finally {
      await stop();
    }
    for (const port of portsOf(Object.values(addresses))) await requireFreePort(port, 'the next server');
    expect(await readdir(temporary)).toEqual([]);
  });

  it('stop on Ctrl-C and leave nothing behind', async () => {
    const { child, ports } = await up();
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    for (const port of ports) await requireFreePort(port, 'the next server');
    expect(await readdir(temporary)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'die with the process that started them, even when that is killed',
    async () => {
      const { child, ports } = await up();
      child.kill('SIGKILL');
      await once(child, 'exit');
      const areFree = () => Promise.all(ports.map((port) => requireFreePort(port, 'the next server')));
      await vi.waitFor(areFree, 5_000);
    },
  );
});

/** `main.js up` on free ports, once it says that it is ready. */
async function up(): Promise<{ child: ChildProcess; ports: number[] }> {
  const names = ['kafka', 'mysql', 'prometheus', 'node-exporter'];
  const ports = await Promise.all(names.map(() => freePort()));
  const flags = names.flatMap((name, index) => [`--${name}-port`, String(ports[index])]);
  const child = spawn(process.execPath, [MAIN, 'up', '--runner', 'native', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const text of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    output += text;
    if (output.includes('Ready.')) break;
  }
  expect(output).toContain(`KAFKA_BROKERS=127.0.0.1:${ports[0]}`);
  return { child, ports };
}

function portsOf(addresses: readonly unknown[]): number[] {
  return [...JSON.stringify(addresses).matchAll(/:(\d{5})\b/g)].map(([, port]) => Number(port));
}

async function count(url: string, query: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await response.json()) as { data: { result: unknown[] } };
  return data.result.length;
}
