import { readFileSync } from 'node:fs';
import path from 'node:path';
import { canStartServers, freePort } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  dashboardExpressions,
  deployedRules,
  deployFolder,
  repositoryRoot,
} from '../support/deployed-monitoring.js';
import { eventually } from '../support/eventually.js';
import { type ExposedMetrics, readExposition } from '../support/exposed-metrics.js';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  spawnForewarn,
  startedPattern,
} from '../support/forewarn-program.js';
import { type HostMetrics, startHostMetrics } from '../support/host-metrics.js';
import { promqlSelectors } from '../support/promql-names.js';
import { getJson, sendJson } from '../support/rest-api.js';

interface EvaluatedRule {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
  readonly alerts?: readonly { readonly annotations: Readonly<Record<string, string>> }[];
}

interface RulesAnswer {
  readonly data: { readonly groups: readonly { readonly rules: readonly EvaluatedRule[] }[] };
}

/** What alerts that are pending or fire say. */
const textsOf = (rules: readonly EvaluatedRule[]): string[] =>
  rules.flatMap(({ alerts = [] }) => alerts.flatMap(({ annotations }) => Object.values(annotations)));

/** Labels that Prometheus gives to what it scrapes, or to alerts. */
const labelsOfPrometheus = ['job', 'instance', 'service'];

/** Series that Prometheus makes by itself. */
const seriesOfPrometheus = ['up', 'ALERTS'];

describe.skipIf(!canStartServers())('every rule and every panel, on a running Forewarn', () => {
  let place: EmbeddedPlace;
  let host: HostMetrics;
  let forewarn: ForewarnProgram;
  let ours: ExposedMetrics;
  let prometheusItself: ExposedMetrics;

  const rules = deployedRules();
  const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
  const selectors = [...rules.map(({ expr }) => expr), ...dashboardExpressions()].flatMap(promqlSelectors);
  const read = selectors.filter(
    ({ metric }) => !recorded.has(metric) && !seriesOfPrometheus.includes(metric),
  );

  beforeAll(async () => {
    place = await embeddedPlace();
    const port = await freePort();
    host = await startHostMetrics(3 * 3_600_000, {
      port,
      ruleFiles: [path.join(deployFolder, 'prometheus/rules/*.yml')],
      scrapeTargets: [
        { job: 'forewarn', addresses: [new URL(place.operationsUrl).host], labels: { service: 'etl' } },
        { job: 'prometheus', addresses: [`127.0.0.1:${port}`] },
      ],
    });
    const { url } = host.prometheus;
    forewarn = spawnForewarn(['start', '--prometheus', url, ...place.flags]);
    await forewarn.printed(startedPattern, 120_000);
    // One byte is less than any machine has free: violated now, and predicted to be.
    const objective = {
      name: 'memory',
      indicator: host.series.metric,
      max: 1,
      target: 0.9,
      window: '2h',
    };
    const created = await sendJson('POST', `${place.url}/api/v1/slas`, {
      name: 'mine',
      objectives: [objective],
    });
    expect(created.status, await created.clone().text()).toBe(201);
    await eventually('what is violated and predicted is scraped', async () =>
      (await valuesOf('forewarn_objective_seconds_to_violation{sla="mine"}')).length > 0 ? true : undefined,
    );
    ours = await readExposition(`${place.operationsUrl}/metrics`);
    prometheusItself = await readExposition(`${url}/metrics`);
  }, 300_000);

  afterAll(async () => {
    await forewarn?.end('SIGKILL');
    await host?.stop();
    await place?.remove();
  });

  const query = (expression: string) =>
    getJson<{ status: string; data: { result: unknown[] } }>(
      `${host.prometheus.url}/api/v1/query?query=${encodeURIComponent(expression)}`,
    );
  const valuesOf = async (expression: string) => (await query(expression)).data.result;

  it('reads only metrics that are emitted', () => {
    const names = [...new Set(read.map(({ metric }) => metric))];
    expect(names.length).toBeGreaterThan(25);
    expect(names.filter((name) => !ours.names.has(name) && !prometheusItself.names.has(name))).toEqual([]);
  });

  it('reads, of what Prometheus makes by itself, only what it has made', async () => {
    // Alerts are there once the rules were evaluated on what was just scraped.
    for (const name of seriesOfPrometheus)
      await eventually(`${name} is there`, async () =>
        (await valuesOf(name)).length > 0 ? true : undefined,
      );
  });

  it('selects only by labels, and for values, that our metrics have', () => {
    const unknown = read
      .filter(({ metric }) => ours.names.has(metric))
      .flatMap(({ metric, matchers }) => matchers.map((matcher) => ({ metric, ...matcher })))
      .filter(({ label }) => !labelsOfPrometheus.includes(label))
      .filter(({ metric, label, operator, value }) => {
        const values = ours.labelValues(metric, label);
        return values === undefined || (!operator.includes('~') && !values.has(value));
      });
    // Statuses of gRPC appear with the first call that ends so; nobody has called.
    expect(unknown.filter(({ metric }) => metric !== 'forewarn_retrieval_calls_total')).toEqual([]);
  });

  it('shows each of our own metrics in a rule or a panel, and explains it in the document', () => {
    const shown = new Set(read.map(({ metric }) => ours.familyOf(metric)));
    const own = [...ours.families].filter((name) => name.startsWith('forewarn_'));
    expect(own.length).toBeGreaterThan(25);
    expect(own.filter((name) => !shown.has(name))).toEqual([]);
    const document = readFileSync(path.join(repositoryRoot, 'docs/monitoring.md'), 'utf8');
    const explained = new Set(document.match(/\bforewarn_\w+/g));
    expect([...explained].sort()).toEqual(own.sort());
  });

  it('names no address in any label', () => {
    expect(ours.allLabelValues.size).toBeGreaterThan(20);
    const addresses = [...ours.allLabelValues].filter((value) =>
      /:\/\/|\b\d+\.\d+\.\d+\.\d+\b|localhost|:\d{2,5}\b/.test(value),
    );
    expect(addresses).toEqual([]);
  });

  it('evaluates every rule, and completes every text', async () => {
    const evaluated = await eventually('all rules are evaluated and the violation is known', async () => {
      const { data } = await getJson<RulesAnswer>(`${host.prometheus.url}/api/v1/rules`);
      const all = data.groups.flatMap((group) => group.rules);
      const isDone = all.every(({ health }) => health !== 'unknown');
      return isDone && textsOf(all).includes('mine/memory is violated') ? all : undefined;
    });
    expect(evaluated).toHaveLength(rules.length);
    expect(evaluated.filter(({ health }) => health !== 'ok')).toEqual([]);
    expect(textsOf(evaluated).filter((text) => /error expanding|<no value>/.test(text))).toEqual([]);
  });

  it('answers the query of every panel', async () => {
    for (const expression of dashboardExpressions())
      expect(await query(expression), expression).toMatchObject({ status: 'success' });
  });
});
