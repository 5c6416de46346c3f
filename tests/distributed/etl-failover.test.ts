import { decodeSeriesAnalyzed } from '@forewarn/contracts';
import { canonicalSeries, type EventLog } from '@forewarn/core';
import { createKafkaEventLog } from '@forewarn/event-log';
import { servers } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { newRun } from '../support/new-run.js';
import { type LogLine, type ServiceProcess, startService } from '../support/service-process.js';

const addresses = servers();
const minuteMs = 60_000;
const selectors = [
  'node_cpu_seconds_total{job="host"}',
  'node_memory_MemFree_bytes{job="host"}',
  'node_filefd_allocated{job="host"}',
];

describe.skipIf(addresses === null)('two etl processes', () => {
  const names = newRun(addresses?.kafkaBrokers ?? '', 6);
  const { run, topic } = names;
  const env = {
    ...names.env,
    PROMETHEUS_URL: addresses?.prometheusUrl ?? '',
    ETL_SELECTORS: selectors.join(';'),
    ETL_INTERVAL: '2s',
    ETL_STEP: '2s',
    ETL_WINDOW: '2m',
    ETL_SETTLE: '1s',
  };
  /** Newest window end of each series that was analysed, in the order of arrival. */
  const analysed = new Map<string, number>();
  let eventLog: EventLog;
  let processes: ServiceProcess[] = [];

  beforeAll(async () => {
    eventLog = createKafkaEventLog({ brokers: [addresses!.kafkaBrokers], clientId: 'test' });
    await eventLog.ensureTopics([{ name: topic, partitions: 6 }]);
    await eventLog.consume({
      topic,
      group: `watch-${run}`,
      handle: async ({ records }) => {
        for (const record of records) {
          const { series, window } = decodeSeriesAnalyzed(record);
          const key = canonicalSeries(series);
          analysed.set(key, Math.max(window.endMs, analysed.get(key) ?? 0));
        }
      },
    });
    processes = [await startService('etl', env), await startService('etl', env)];
    await Promise.all(processes.map((etl) => etl.ready()));
  });

  afterAll(async () => {
    await Promise.all(processes.map((etl) => etl.kill()));
    await eventLog?.close();
  });

  const leads = async (etl: ServiceProcess): Promise<boolean> => {
    const metrics = await (await fetch(`${etl.operationsUrl}/metrics`)).text();
    return /^forewarn_etl_planner_leader 1$/m.test(metrics);
  };

  const windowsOf = async (etl: ServiceProcess): Promise<number> => {
    const metrics = await (await fetch(`${etl.operationsUrl}/metrics`)).text();
    return Number(/^forewarn_etl_windows (\d+)$/m.exec(metrics)?.[1] ?? 0);
  };

  /** How many series the selectors match, by Prometheus' own count. */
  const scrapedSeries = async (): Promise<number> => {
    const query = new URLSearchParams(selectors.map((selector): [string, string] => ['match[]', selector]));
    const answer = await fetch(`${addresses!.prometheusUrl}/api/v1/series?${query}`);
    const { data } = (await answer.json()) as { data: unknown[] };
    expect(data.length).toBeGreaterThan(8);
    return data.length;
  };

  it('share the series; when the planner is killed the other plans and analyses all of them within a minute', async () => {
    const planners = await eventually('both analyse, one plans, and every series was analysed', async () => {
      const windows = await Promise.all(processes.map(windowsOf));
      const flags = await Promise.all(processes.map(leads));
      const isSettled = windows.every((count) => count > 0) && flags.filter(Boolean).length === 1;
      return isSettled && analysed.size >= (await scrapedSeries()) ? flags : undefined;
    });
    const leader = processes[planners.indexOf(true)]!;
    const other = processes[planners.indexOf(false)]!;
    const series = [...analysed.keys()];

    const killedAtMs = Date.now();
    await leader.kill();
    await other.logged((line: LogLine) => line.message === 'this process plans the rounds', minuteMs);
    await eventually(
      'every series is analysed over a window that ended behind the kill',
      async () => series.every((key) => (analysed.get(key) ?? 0) > killedAtMs) || undefined,
      minuteMs,
    );
    expect(Date.now() - killedAtMs, 'milliseconds from the kill to the last series').toBeLessThan(minuteMs);
  });
});
