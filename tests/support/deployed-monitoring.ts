import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The root of the repository. */
export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The folder of what is deployed. */
export const deployFolder = path.join(repositoryRoot, 'deploy');

/** Reads a YAML file below the root of the repository; its shape is what the caller says. */
export const readYaml = <T>(file: string): T =>
  parse(readFileSync(path.join(repositoryRoot, file), 'utf8'), { merge: true, logLevel: 'error' }) as T;

/** A rule of Prometheus: one that records, or one that alerts. */
export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const yamlFilesIn = (folder: string): string[] =>
  readdirSync(path.join(repositoryRoot, folder))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`);

/** Every rule of every file. */
export const deployedRules = (): Rule[] =>
  yamlFilesIn('deploy/prometheus/rules').flatMap((file) =>
    readYaml<{ groups: { rules: Rule[] }[] }>(file).groups.flatMap(({ rules }) => rules),
  );

/** The files of promtool's unit tests, relative to the root. */
export const ruleTestFiles = (): string[] => yamlFilesIn('deploy/prometheus/tests');

/** What a dashboard reads from. */
export interface DataSource {
  readonly type: string;
  readonly uid: string;
}

/** A panel of a Grafana dashboard. */
interface Panel {
  readonly title: string;
  readonly type: string;
  readonly datasource?: DataSource;
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly { readonly expr: string }[];
}

/** A variable of a Grafana dashboard; one that is asked of Prometheus has a definition. */
interface DashboardVariable {
  readonly name: string;
  readonly type: string;
  readonly definition?: string;
}

/** A Grafana dashboard. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly DashboardVariable[] };
}

/** Every dashboard. */
export const deployedDashboards = (): Dashboard[] => {
  const folder = path.join(deployFolder, 'grafana/dashboards');
  return readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Dashboard,
  );
};

/** Every expression of the dashboards, as Grafana sends it with all SLAs chosen. */
export const dashboardExpressions = (): string[] =>
  deployedDashboards().flatMap(({ panels, templating }) => [
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr.replaceAll('$sla', '.*'))),
    ...templating.list.flatMap(({ definition }) =>
      definition === undefined ? [] : [/^label_values\((\w+), \w+\)$/.exec(definition)![1]!],
    ),
  ]);
