import { canStartServers, servers } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/eventually.js';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  spawnForewarn,
  startedPattern,
} from './support/forewarn-program.js';
import { newRun } from './support/new-run.js';
import { type RecordedPrometheus, startRecordedPrometheus } from './support/recorded-prometheus.js';
import { getJson, sendJson } from './support/rest-api.js';
import { stackServices } from './support/service-catalogue.js';
import { type ServiceSet, startServices } from './support/service-set.js';
import { readStoredAnalyses, type StoredAnalyses } from './support/stored-analyses.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const addresses = servers();
const minuteMs = 60_000;

/** Bounds that the recorded values cross, so that there is something to compare. */
const sla = {
  name: 'the-same',
  objectives: [
    { name: 'memory', indicator: 'node_memory_MemFree_bytes', min: 15.2e9, target: 0.95, window: '12h' },
    { name: 'files', indicator: 'node_filefd_allocated', max: 1_150, target: 0.9, window: '3h' },
    { name: 'disks', indicator: 'node_filesystem_free_bytes', min: 2.2e9, target: 0.99, window: '6h' },
  ],
};

const kinds = [
  'aggregates',
  'autocorrelation',
  'decomposition',
  'dickeyFuller',
  'forecast',
  'hodrickPrescott',
];

/** Whether all kinds of results of all seven series were there; else they were read while a round was being stored. */
const isWhole = ({ bySeries }: StoredAnalyses): boolean =>
  bySeries.size === 7 && [...bySeries.values()].every((results) => kinds.every((kind) => kind in results));

interface Predictions {
  readonly evaluatedAt: string;
  readonly objectives: {
    readonly name: string;
    readonly series: {
      readonly series: string;
      readonly prediction: { readonly available: boolean; readonly coveredSeconds?: number };
      readonly points: readonly object[];
    }[];
  }[];
}

describe.skipIf(!canStartServers())('embedded and distributed, on the same Prometheus', () => {
  const { run, env: kafka } = newRun(addresses?.kafkaBrokers ?? '', 3);
  let services: ServiceSet;
  let recorded: RecordedPrometheus;
  let database: TestDatabase;
  let place: EmbeddedPlace;
  let forewarn: ForewarnProgram;
  let grpcAddress: string;
  let restUrl: string;

  beforeAll(async () => {
    recorded = await startRecordedPrometheus(Math.floor(Date.now() / minuteMs + 20) * minuteMs);
    database = await createTestDatabase(addresses!.mysql, `same_${run}`);
    place = await embeddedPlace();
    const prometheus = { PROMETHEUS_URL: recorded.prometheus.url };
    services = await startServices(stackServices, { ...kafka, ...prometheus, ...database.env });
    grpcAddress = services.address('retrieval', 'grpc');
    restUrl = `http://${services.address('sla-manager', 'http')}`;
    forewarn = spawnForewarn(['start', '--prometheus', recorded.prometheus.url, ...place.flags]);
    await Promise.all([forewarn.printed(startedPattern), services.ready()]);
    for (const url of [place.url, restUrl]) {
      const created = await sendJson('POST', `${url}/api/v1/slas`, sla);
      expect(created.status, await created.clone().text()).toBe(201);
    }
  });

  afterAll(async () => {
    await Promise.all([forewarn?.end('SIGTERM'), services?.stop()]);
    await Promise.all([recorded?.stop(), database?.drop(), place?.remove()]);
  });

  /** Both as they stand at one moment at which both have stored the same round for all series. */
  const bothAtOneRound = () =>
    eventually(
      'both have stored the same round',
      async () => {
        const both = await Promise.all([place.grpcAddress, grpcAddress].map(readStoredAnalyses));
        const rounds = new Set(both.flatMap(({ windowEnds }) => windowEnds));
        return rounds.size === 1 && both.every(isWhole) ? both : undefined;
      },
      2 * minuteMs,
    );

  it('compute the same: every field of every stage of every series, to the last bit', async () => {
    const [embedded, distributed] = await bothAtOneRound();
    expect(Object.keys([...embedded!.bySeries.values()][0]!).sort()).toEqual(kinds);
    expect([...embedded!.bySeries.keys()]).toEqual([...distributed!.bySeries.keys()]);
    for (const [series, results] of embedded!.bySeries)
      expect(distributed!.bySeries.get(series), series).toEqual(results);
  }, 150_000);

  it('list the same violations', async () => {
    const endMs = Math.floor(Date.now() / minuteMs) * minuteMs;
    const range = new URLSearchParams({
      start: new Date(endMs - 12 * 60 * minuteMs).toISOString(),
      end: new Date(endMs).toISOString(),
    });
    const [embedded, distributed] = await Promise.all(
      [place.url, restUrl].map((url) =>
        getJson<{ count: number; objectives: { count: number }[] }>(
          `${url}/api/v1/slas/the-same/violations?${range}`,
        ),
      ),
    );
    for (const { count } of embedded!.objectives) expect(count).toBeGreaterThan(10);
    expect(distributed).toEqual(embedded);
  });

  it('predict the same, point by point', async () => {
    const [embedded, distributed] = await eventually(
      'both are asked in the same minute, about the same round',
      async () => {
        await bothAtOneRound();
        const both = await Promise.all(
          [place.url, restUrl].map((url) =>
            getJson<Predictions>(`${url}/api/v1/slas/the-same/predictions?horizon=10m`),
          ),
        );
        const minutes = new Set(
          both.map(({ evaluatedAt }) => Math.floor(Date.parse(evaluatedAt) / minuteMs)),
        );
        const rounds = new Set(JSON.stringify(both).match(/"forecastFrom":"[^"]+"/g));
        return minutes.size === 1 && rounds.size === 1 ? both.map(withoutTheMoment) : undefined;
      },
      2 * minuteMs,
    );
    const series = embedded!.objectives.flatMap((objective) => objective.series);
    expect(series).toHaveLength(4);
    for (const { points } of series) expect(points.length).toBeGreaterThan(5);
    expect(distributed).toEqual(embedded);
  }, 150_000);
});

/** Without what counts from the moment at which each was asked. */
function withoutTheMoment(predictions: Predictions): Predictions {
  const text = JSON.stringify(predictions, (key, value) =>
    ['evaluatedAt', 'coveredSeconds', 'secondsUntil', 'endsEarly'].includes(key) ? undefined : value,
  );
  return JSON.parse(text) as Predictions;
}
