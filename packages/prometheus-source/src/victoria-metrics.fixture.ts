import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A VictoriaMetrics of the test's own. */
export interface VictoriaMetrics {
  readonly url: string;
  /** Adds samples, in Prometheus' text format with times in milliseconds; they can be queried when it returns. */
  load(text: string): Promise<void>;
  stop(): Promise<void>;
}

const readyWithinMs = 20_000;

/**
 * Starts a single-node VictoriaMetrics, its look-back that of Prometheus.
 *
 * @param program  path of its binary
 * @param port     a free one on 127.0.0.1
 */
export async function startVictoriaMetrics(program: string, port: number): Promise<VictoriaMetrics> {
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-victoria-metrics-'));
  const url = `http://127.0.0.1:${port}`;
  const flags = [
    `-storageDataPath=${directory}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    '-retentionPeriod=100y',
    '-search.latencyOffset=0',
    '-search.minStalenessInterval=5m',
  ];
  const server = spawn(program, flags, { stdio: 'ignore' });
  const ended = once(server, 'exit');
  const stop = async (): Promise<void> => {
    server.kill();
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await ready(`${url}/health`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    load: async (text) => {
      await succeed(fetch(`${url}/api/v1/import/prometheus`, { method: 'POST', body: text }));
      await succeed(fetch(`${url}/internal/force_flush`));
    },
    stop,
  };
}

async function ready(url: string): Promise<void> {
  const deadlineMs = Date.now() + readyWithinMs;
  for (;;) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (Date.now() > deadlineMs) throw new Error(`VictoriaMetrics does not answer at ${url}`);
    await pause(50);
  }
}

async function succeed(request: Promise<Response>): Promise<void> {
  const response = await request;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
}
