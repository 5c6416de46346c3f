import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canStartServers, requireProgram, runCommand } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import {
  type DataSource,
  dashboardExpressions,
  deployedDashboards,
  deployedRules,
  deployFolder,
  readYaml,
  repositoryRoot,
  ruleTestFiles,
} from '../support/deployed-monitoring.js';
import { promqlSelectors } from '../support/promql-names.js';

const rules = deployedRules();
const alerts = rules.filter(({ alert }) => alert !== undefined);
const dashboards = deployedDashboards();
const document = readFileSync(path.join(repositoryRoot, 'docs/monitoring.md'), 'utf8');

describe.skipIf(!canStartServers())('the configuration of Prometheus and Alertmanager', () => {
  const promtool = async (...args: string[]) =>
    runCommand(await requireProgram('promtool'), args, {
      cwd: path.join(deployFolder, 'prometheus'),
      timeoutMs: 150_000,
    });

  it.each(['prometheus.yml', 'prometheus-tls.yml'])(
    'is accepted by promtool, with its rules: %s',
    async (file) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'forewarn-prometheus-'));
      try {
        // Files that only the stack has.
        await cp(path.join(deployFolder, 'prometheus'), folder, { recursive: true });
        for (const name of ['token', 'ca.crt']) await writeFile(path.join(folder, name), 'x');
        const text = await readFile(path.join(folder, file), 'utf8');
        await writeFile(path.join(folder, 'here.yml'), text.replaceAll(/\/run\/forewarn\/\w+/g, folder));
        const { code, output } = await promtool('check', 'config', path.join(folder, 'here.yml'));
        expect(code, output).toBe(0);
        expect(output.match(/(\d+) rules found/g)).toHaveLength(3);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );

  it('passes the unit tests of its rules', async () => {
    const { code, output } = await promtool(
      'test',
      'rules',
      ...ruleTestFiles().map((file) => file.slice(18)),
    );
    expect(code, output).toBe(0);
    expect(output.match(/SUCCESS/g)).toHaveLength(ruleTestFiles().length);
  }, 180_000);

  it('is accepted by amtool', async () => {
    const file = path.join(deployFolder, 'alertmanager/alertmanager.yml');
    const { code, output } = await runCommand(await requireProgram('amtool'), ['check-config', file]);
    expect(code, output).toBe(0);
    expect(output).toMatch(/SUCCESS/);
  });
});

describe('the alert rules', () => {
  it.each(alerts.map((rule) => [rule.alert!, rule] as const))(
    '%s says how grave it is, what it is and what to do',
    (name, rule) => {
      expect(['critical', 'warning']).toContain(rule.labels?.severity);
      expect(rule.annotations?.summary).toMatch(/\w/);
      expect(rule.annotations?.description).toMatch(/\.$/);
      expect(rule.annotations?.runbook_url).toBe(`docs/monitoring.md#${name.toLowerCase()}`);
      expect(document).toContain(`\n### ${name}\n`);
    },
  );

  it('are all that the document explains', () => {
    const explained = Array.from(document.matchAll(/^### (\w+)$/gm), ([, name]) => name);
    expect(explained.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
  });

  it('are each tested to fire and to be silent', () => {
    const text = ruleTestFiles()
      .map((file) => readFileSync(path.join(repositoryRoot, file), 'utf8'))
      .join();
    const untested = alerts.filter(({ alert }) => {
      const expectations = text
        .split(/(?=expr:|alertname: )/)
        .filter((part) => new RegExp(`\\b${alert}\\b`).test(part));
      const isSilent = (part: string) => /exp_(samples|alerts): \[\]/.test(part);
      return expectations.every(isSilent) || !expectations.some(isSilent);
    });
    expect(untested).toEqual([]);
  });

  it('are matched by those that Alertmanager inhibits', () => {
    const { inhibit_rules } = readYaml<{
      inhibit_rules: { source_matchers: string[]; target_matchers: string[] }[];
    }>('deploy/alertmanager/alertmanager.yml');
    const named = inhibit_rules
      .flatMap(({ source_matchers, target_matchers }) => [...source_matchers, ...target_matchers])
      .flatMap((matcher) => /^alertname .*"(.+)"/.exec(matcher)?.slice(1) ?? [])
      .flatMap((names) => names.split('|'));
    expect(named.length).toBeGreaterThan(4);
    expect(alerts.map(({ alert }) => alert)).toEqual(expect.arrayContaining(named));
  });
});

describe('the recorded series', () => {
  const recorded = rules.flatMap(({ record }) => record ?? []);
  const read = [...rules.map(({ expr }) => expr), ...dashboardExpressions()]
    .flatMap(promqlSelectors)
    .flatMap(({ metric }) => (metric.includes(':') ? [metric] : []));

  it('are each read by a rule or a dashboard, and none is read that is not recorded', () => {
    expect([...new Set(read)].sort()).toEqual([...recorded].sort());
  });
});

/** Every data source that a dashboard names, wherever it stands: in panels, their queries, variables, annotations. */
function namedDataSources(part: unknown): DataSource[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'datasource' ? [value as DataSource] : namedDataSources(value),
  );
}

describe('the dashboards', () => {
  const [provisioned] = readYaml<{ datasources: [{ type: string; isDefault: boolean }] }>(
    'deploy/grafana/provisioning/datasources/prometheus.yml',
  ).datasources;
  const panels = dashboards.flatMap(({ title, panels }) =>
    panels.filter(({ type }) => type !== 'row').map((panel) => [`${title}: ${panel.title}`, panel] as const),
  );

  it.each(panels)('%s has a unit, a query and a data source', (_, panel) => {
    expect(panel.fieldConfig?.defaults.unit).toMatch(/\w/);
    expect(panel.targets?.length).toBeGreaterThan(0);
    expect(panel.datasource?.uid).toMatch(/\w/);
  });

  it.each(dashboards.map((dashboard) => [dashboard.title, dashboard] as const))(
    '%s reads the data source that its first variable chooses, so that it can be imported into any Grafana',
    (_, dashboard) => {
      const named = namedDataSources(dashboard);
      expect(named.length).toBeGreaterThan(20);
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in
      for (const each of named) expect(each).toEqual({ type: 'prometheus', uid: '${datasource}' });
      expect(dashboard.templating.list[0]).toMatchObject({
        name: 'datasource',
        type: 'datasource',
        query: 'prometheus',
        current: { value: 'default' },
      });
    },
  );

  it('find the provisioned data source without being asked', () => {
    expect(provisioned).toMatchObject({ type: 'prometheus', isDefault: true });
  });

  it('have names of their own', () => {
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
    expect(dashboards.length).toBe(2);
  });
});
