import { retrievalClient } from '@forewarn/contracts';
import { canonicalSeries } from '@forewarn/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeFigures } from '../support/compose-figures.js';
import {
  missingWindows,
  quickRounds,
  roundStoredAfter,
  storedAndReplayed,
  storedWindows,
} from '../support/compose-results.js';
import { expectHidden } from '../support/compose-secrets.js';
import {
  type ComposeStack,
  composeStack,
  grpcAddress,
  isHealthy,
  prometheusUrl,
  restUrl,
} from '../support/compose-stack.js';
import { eventually } from '../support/eventually.js';
import { getJson, sendJson } from '../support/rest-api.js';
import { catalogue, stackServices } from '../support/service-catalogue.js';

const restartLimitMs = 300_000;
const servers = ['alertmanager', 'kafka', 'mysql', 'node-exporter', 'prometheus'];
const services = [...servers, ...stackServices].sort();
/** With what ends once it has drawn the secrets. */
const started = [...services, 'secrets'].sort();
/** A round needs none of these at the moment that it is planned and analysed: not one may be missing when they die. */
const besideTheRounds = services.filter(
  (name) => !['etl', ...catalogue.etl.needs, 'node-exporter'].includes(name),
);

interface Status {
  readonly state: string;
}

interface Predictions {
  readonly objectives: readonly {
    readonly series: readonly {
      readonly prediction: { readonly available: boolean; readonly probability?: number };
    }[];
  }[];
}

describe('docker compose up', () => {
  let stack: ComposeStack;
  const crashes: { service: string; fromMs: number; toMs: number }[] = [];

  beforeAll(async () => {
    stack = await composeStack({ settings: quickRounds });
    await stack.up();
  });

  afterAll(async () => {
    await stack?.down();
  });

  it('ends with every service healthy', async () => {
    expect(await stack.services()).toEqual(started);
    const containers = await stack.containers();
    expect(containers.map(({ Service }) => Service).sort()).toEqual(started);
    expect(containers.filter((container) => !isHealthy(container))).toEqual([]);
  });

  it('has drawn its secrets by itself, and shows them to nobody who looks at it', async () => {
    const secrets = await stack.secrets();
    expect([...secrets.keys()].sort()).toEqual([
      ...['access/admin-key', 'access/session-secret', 'database-root/password', 'database/password'],
      ...['grafana/password', 'operations/token'],
    ]);
    await expectHidden(stack, [...secrets.values()]);
  });

  it('publishes nothing but on this machine', async () => {
    const published = (await stack.containers()).flatMap(({ Publishers }) =>
      (Publishers ?? []).filter(({ PublishedPort }) => PublishedPort > 0),
    );
    expect(published.length).toBeGreaterThanOrEqual(7);
    expect(new Set(published.map(({ URL }) => URL))).toEqual(new Set(['127.0.0.1']));
  });

  it.each(stackServices)(
    'runs %s as a user without rights, on files that nobody can change, without an installer',
    async (name) => {
      const script =
        "id -u; touch /app/x 2>/dev/null && echo writable; command -v npm npx yarn corepack; grep -o ' / [^ ]* r[ow],' /proc/mounts; grep CapEff /proc/self/status";
      // The last command of the script is the only one that must succeed.
      const said = await stack.compose(['exec', '-T', name, 'sh', '-c', script]);
      expect(said.trim().split(/\s*\n/)).toEqual([
        '1000',
        expect.stringMatching(/^ \/ \S+ ro,$/),
        expect.stringMatching(/^CapEff:\s+0{16}$/),
      ]);
    },
  );

  it('analyses the series of the node exporter, round by round', async () => {
    const first = await roundStoredAfter(stack, 0);
    expect(await roundStoredAfter(stack, first)).toBeGreaterThan(first);
  });

  it('serves them over gRPC', async () => {
    const client = retrievalClient(grpcAddress(stack));
    const served = new Map<string, number>();
    for await (const { series, forecast } of client.listForecasts({}))
      served.set(canonicalSeries(series!), forecast!.points.length);
    client.close();
    const names = [...served.keys()];
    expect(names).toContain('node_memory_MemFree_bytes{instance="node-exporter:9100",job="host"}');
    expect(names.some((name) => name.startsWith('node_filesystem_avail_bytes'))).toBe(true);
  });

  it('shows them in the console', async () => {
    const get = ['get', 'forecasts', '--metric', 'node_memory_MemFree_bytes', '--format', 'json'];
    const answer = await stack.compose(['run', '--rm', '--no-deps', '-T', 'console', ...get]);
    expect(answer).toMatch(/"node_memory_MemFree_bytes"/);
  });

  it('says over REST that an SLA of them is violated, since when, and what is predicted', async () => {
    const objective = { name: 'open', indicator: 'node_filefd_allocated', max: 1, target: 0.9, window: '1h' };
    const created = await sendJson('POST', `${restUrl(stack)}/api/v1/slas`, {
      name: 'files',
      objectives: [objective],
    });
    expect(created.status, await created.clone().text()).toBe(201);
    const at = `${restUrl(stack)}/api/v1/slas/files`;
    await eventually('the SLA is violated', async () =>
      (await getJson<Status>(`${at}/status`)).state === 'violated' ? true : undefined,
    );
    await eventually(
      'a whole minute of violation is counted',
      async () => {
        const { count } = await getJson<{ count: number }>(`${at}/violations?window=1h`);
        return count > 0 ? count : undefined;
      },
      150_000,
    );
    const prediction = await eventually(
      'there is a prediction',
      async () => {
        const { objectives } = await getJson<Predictions>(`${at}/predictions?horizon=10m`);
        return objectives[0]?.series.find(({ prediction }) => prediction.available)?.prediction;
      },
      150_000,
    );
    expect(prediction.probability).toBeGreaterThan(0.99);
  });

  it('is scraped by its own Prometheus: each service is up, and counts what it has done', async () => {
    const ask = async (query: string) => {
      const url = `${prometheusUrl(stack)}/api/v1/query?query=${encodeURIComponent(query)}`;
      const answer = await getJson<{
        data: { result: { metric: Record<string, string>; value: [number, string] }[] };
      }>(url);
      return answer.data.result;
    };
    await eventually('each of ours is up', async () => {
      const up = await ask('up{job="forewarn"} == 1');
      return up
        .map(({ metric }) => metric.service)
        .sort()
        .join() === [...stackServices].sort().join()
        ? true
        : undefined;
    });
    const stored = await eventually('storage has counted', async () => {
      const [counted] = await ask('sum(forewarn_storage_analyses_total{outcome="written"})');
      return Number(counted?.value[1] ?? 0) > 0 ? counted : undefined;
    });
    expect(Number(stored.value[1])).toBeGreaterThan(0);
  });

  it('takes a gigabyte or two of memory with the files that servers have read, and each of ours a tenth of one', async () => {
    const { memory, totalMemory } = await composeFigures(stack);
    expect(memory.size).toBe(services.length);
    for (const name of stackServices) expect(memory.get(`${name}-1`), name).toBeLessThan(120);
    // Pages of files count with who read them first, until the kernel takes them back: some hundred MiB for programs that were just installed.
    expect(totalMemory).toBeLessThan(2_000);
  });

  it.each(services)('comes back by itself when %s is killed', async (service) => {
    const fromMs = Date.now();
    const killedMs = await stack.crash(service);
    await stack.healthy();
    const toMs = await roundStoredAfter(stack, killedMs);
    crashes.push({ service, fromMs, toMs });
    process.stdout.write(
      `${service}: the next whole round is stored ${((Date.now() - killedMs) / 1_000).toFixed(0)} s after the kill\n`,
    );
  });

  it('has missed no round by the death of what rounds do without', async () => {
    const windows = await storedWindows(stack);
    const looked = crashes.filter(({ service }) => besideTheRounds.includes(service));
    expect(looked).toHaveLength(besideTheRounds.length);
    for (const { service, fromMs, toMs } of looked)
      expect(missingWindows(windows, fromMs, toMs), `while ${service} was unavailable`).toEqual([]);
  });

  it('comes back from a restart of all', async () => {
    const restartedMs = Date.now();
    await stack.compose(['restart'], restartLimitMs);
    await stack.healthy();
    await roundStoredAfter(stack, restartedMs);
    expect((await getJson<Status>(`${restUrl(stack)}/api/v1/slas/files/status`)).state).toBe('violated');
  });

  it('has stored every event once: a replay of the topic gives the same tables, row for row', async () => {
    const { stored, replayed, events } = await storedAndReplayed(stack);
    expect(stored.execution_time!.length).toBeGreaterThan(50);
    expect(events).toBeGreaterThanOrEqual(stored.execution_time!.length);
    expect(new Set(stored.execution_time).size).toBe(stored.execution_time!.length);
    expect(replayed).toEqual(stored);
  });

  it('ends ours in peace when they are stopped', async () => {
    await stack.compose(['stop', ...stackServices]);
    // The container that has read the topic again is nobody's service.
    const ended = (await stack.containers()).filter(
      ({ Service, Name }) => stackServices.some((own) => own === Service) && !Name.includes('-run-'),
    );
    expect(ended.map(({ Service, State, ExitCode }) => `${Service} ${State} ${ExitCode}`).sort()).toEqual(
      [...stackServices].sort().map((name) => `${name} exited 0`),
    );
  });

  it('leaves no container, network or volume behind', async () => {
    await stack.down();
    expect(await stack.containers()).toEqual([]);
    for (const list of [
      ['ls', '--all', '--quiet'],
      ['volumes', '--quiet'],
    ])
      expect(await stack.compose(list)).not.toContain(stack.project);
  });
});
