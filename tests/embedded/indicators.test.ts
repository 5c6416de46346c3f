import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { StatusDocument } from '@forewarn/contracts/rest';
import {
  backfillPrometheus,
  canStartServers,
  type PrometheusHandle,
  startPrometheus,
} from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  spawnForewarn,
} from '../support/forewarn-program.js';
import { getJson, sendJson } from '../support/rest-api.js';

const scrapeMs = 15_000;
const historyMs = 3 * 3_600_000;
/** For so long one request in twenty has failed. */
const troubleMs = 30 * 60_000;

/** What a shop counts: a hundred requests a scrape, each of which takes between 0.1 and 0.5 seconds. */
function shopMetrics(nowMs: number): string {
  const requests = { 200: 0, 500: 0 };
  const lines: Record<'requests' | 'seconds', string[]> = { requests: [], seconds: [] };
  for (let ms = nowMs - historyMs; ms <= nowMs; ms += scrapeMs) {
    const failed = ms > nowMs - troubleMs ? 5 : 0;
    requests[500] += failed;
    requests[200] += 100 - failed;
    for (const [code, count] of Object.entries(requests))
      lines.requests.push(`shop_requests_total{code="${code}"} ${count} ${ms / 1_000}`);
    const all = requests[200] + requests[500];
    for (const [le, count] of Object.entries({ 0.1: 0, 0.5: all, 1: all, '+Inf': all }))
      lines.seconds.push(`shop_seconds_bucket{le="${le}"} ${count} ${ms / 1_000}`);
    lines.seconds.push(
      `shop_seconds_sum ${all * 0.3} ${ms / 1_000}`,
      `shop_seconds_count ${all} ${ms / 1_000}`,
    );
  }
  const bySeries = (all: readonly string[]) => [...all].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return [
    '# TYPE shop_requests counter',
    ...bySeries(lines.requests),
    '# TYPE shop_seconds histogram',
    ...lines.seconds,
    '# EOF\n',
  ].join('\n');
}

const nameOf = (line: string) => line.slice(0, line.indexOf('}'));

const errors = {
  name: 'error-ratio',
  description: 'Share of the requests that failed',
  expression: 'sum(rate(shop_requests_total{code=~"5.."}[5m])) / sum(rate(shop_requests_total[5m]))',
};
const latency = {
  name: 'p99-latency',
  expression: 'histogram_quantile(0.99, sum by (le) (rate(shop_seconds_bucket[5m])))',
};
const selector = (name: string) => `forewarn_indicator{indicator="${name}"}`;

describe.skipIf(!canStartServers())('indicators on a real Prometheus', () => {
  let directory: string;
  let prometheus: PrometheusHandle;
  let place: EmbeddedPlace;
  let forewarn: ForewarnProgram;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'forewarn-indicators-'));
    await backfillPrometheus(directory, shopMetrics(Math.floor(Date.now() / scrapeMs) * scrapeMs));
    prometheus = await startPrometheus({ dataDir: directory });
    place = await embeddedPlace();
    // Nothing that is configured exists: all that is analysed is what objectives are about.
    const args = ['start', '--prometheus', prometheus.url, '--select', 'nothing', ...place.flags];
    forewarn = spawnForewarn(args);
    await eventually('REST', async () => (await fetch(`${place.url}/api/v1/slas`)).ok || undefined);
  });
  afterAll(async () => {
    await forewarn?.end('SIGKILL');
    await place?.remove();
    await prometheus?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const send = async (method: 'POST' | 'PUT', at: string, body: unknown) => {
    const response = await sendJson(method, `${place.url}/api/v1/${at}`, body);
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  const statusOfShop = () => getJson<StatusDocument>(`${place.url}/api/v1/slas/shop/status`);
  const violationCount = async () => {
    const url = `${place.url}/api/v1/slas/shop/violations?window=2h`;
    return (await getJson<{ readonly count: number }>(url)).count;
  };

  it('are refused with what Prometheus says of the expression and where, and without its address', async () => {
    const { status, body } = await send('POST', 'indicators', { ...errors, expression: 'sum(rate(a[5m]) b' });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: 'expression' }]);
    expect(body.errors[0].message).toMatch(/bad_data: .*1:17: parse error: /);
    expect(JSON.stringify(body)).not.toContain(new URL(prometheus.url).port);
    const range = await send('POST', 'indicators', { ...errors, expression: 'shop_requests_total[5m]' });
    expect(range.body.errors[0].message).toContain('range vector');
  });

  it('are judged, analysed and forecast without further settings', async () => {
    for (const indicator of [errors, latency]) {
      expect((await send('POST', 'indicators', indicator)).status).toBe(201);
    }
    const objectives = [
      { name: 'few errors', indicator: selector(errors.name), max: 0.01, window: '2h' },
      { name: 'quick', indicator: selector(latency.name), max: 1, window: '2h' },
    ];
    expect((await send('POST', 'slas', { name: 'shop', objectives })).status).toBe(201);
    const ratio = { bad: 'shop_requests_total{code="500"}', total: 'shop_requests_total' };
    expect((await send('PUT', 'indicators/sound-requests', { ratio })).status).toBe(201);
    const sound = { name: 'sound', indicator: selector('sound-requests'), target: 0.99, window: '2h' };
    expect((await send('PUT', 'slas/requests', { objectives: [sound] })).status).toBe(201);
    const { objectives: judged } = await eventually(
      'both forecasts',
      async () => {
        const status = await statusOfShop();
        return status.objectives.every(({ series }) => series[0]?.prediction.available) ? status : undefined;
      },
      150_000,
    );
    const [few, quick] = judged;
    expect(few).toMatchObject({ state: 'violated', targetMet: false });
    expect(few?.series[0]?.series).toBe(selector(errors.name));
    expect(few?.series[0]?.current?.value).toBeCloseTo(0.05, 3);
    expect(few?.series[0]?.prediction).toMatchObject({ available: true, mean: expect.closeTo(0.05, 2) });
    expect(quick).toMatchObject({ state: 'ok', targetMet: true });
    expect(quick?.series[0]?.current?.value).toBeCloseTo(0.1 + 0.4 * 0.99, 6);
    const count = await violationCount();
    // Five minutes are looked back upon, so the ratio is above one percent about a minute behind the begin.
    expect(count).toBeGreaterThan(24);
    expect(count).toBeLessThan(32);
  }, 200_000);

  it('are ratios of counters too, whose events are counted to the last one', async () => {
    const url = `${place.url}/api/v1/slas/requests/status`;
    const { objectives } = await eventually(
      'the forecast of the ratio',
      async () => {
        const status = await getJson<StatusDocument>(url);
        return status.objectives[0]?.series[0]?.prediction.available ? status : undefined;
      },
      150_000,
    );
    expect(objectives[0]).toMatchObject({ budgetingMethod: 'occurrences', min: 0.99, state: 'violated' });
    const [{ current, events, compliance }] = objectives[0]!.series as [
      StatusDocument['objectives'][0]['series'][0],
    ];
    expect(current?.value).toBeCloseTo(0.95, 9);
    // A hundred requests a scrape, of which five fail in the time of trouble.
    const scrapes = (events?.total ?? 0) / 100;
    expect(scrapes).toBe(Math.round(scrapes));
    expect(scrapes).toBeGreaterThan(465);
    expect(events?.bad).toBe(5 * Math.round((events?.bad ?? 0) / 5));
    expect(compliance).toBeCloseTo(1 - (events?.bad ?? 0) / (events?.total ?? 1), 12);
  }, 200_000);

  it('are judged by their new expression, and by none of the minutes of the old one', async () => {
    const halved = { expression: `(${errors.expression}) / 10` };
    expect((await send('PUT', `indicators/${errors.name}`, halved)).status).toBe(200);
    expect(await violationCount()).toBe(0);
    const { objectives } = await statusOfShop();
    expect(objectives[0]?.series[0]?.current?.value).toBeCloseTo(0.005, 4);
  });
});
