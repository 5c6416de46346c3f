import { parse } from 'yaml';
import { isInStack, isService } from '../service-catalogue.js';
import { byName, type CatalogueCheck, matches, namesOf } from './catalogue-check.js';

interface Configuration {
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly dns_sd_configs?: readonly { readonly names: readonly string[]; readonly port: number }[];
  }[];
}

/** What Prometheus scrapes, and what tells that something is not there. */
export const prometheusChecks: readonly CatalogueCheck[] = [
  {
    what: 'scrapes each service where it serves metrics',
    file: 'deploy/prometheus/prometheus.yml',
    found: (text) =>
      (parse(text) as Configuration).scrape_configs
        .flatMap(({ job_name, dns_sd_configs = [] }) =>
          dns_sd_configs.map((found) => ({ job_name, ...found })),
        )
        .flatMap(({ job_name, names, port }) => names.map((name) => [job_name, name, port])),
    expected: (catalogue) =>
      Object.entries(byName(catalogue, isService, ({ ports }) => ports.operations?.port)).map(
        ([name, port]) => ['forewarn', name, port],
      ),
    mistakes: {
      'a port is another': ['port: 9203', 'port: 9204'],
      'one is missing': ['      - { names: [storage], type: A, port: 9202 }\n', ''],
      'one is added': [
        '- { names: [etl],',
        '- { names: [console], type: A, port: 9205 }\n      - { names: [etl],',
      ],
      'another job scrapes them': ['job_name: forewarn', 'job_name: ours'],
    },
  },
  {
    what: 'alerts when a service of the stack is missing',
    file: 'deploy/prometheus/rules/health.yml',
    found: (text) => matches(text, /absent\(up\{job="forewarn", service="([^"]+)"\}\)/g),
    expected: (catalogue) => namesOf(catalogue, isInStack),
    mistakes: {
      'one is missing': ['            or absent(up{job="forewarn", service="storage"})\n', ''],
      'one is added': [
        'absent(up{job="forewarn", service="etl"})',
        'absent(up{job="forewarn", service="etl"}) or absent(up{job="forewarn", service="console"})',
      ],
    },
  },
  {
    what: 'tests the rules on series of each service of the stack, from its own port',
    file: 'deploy/prometheus/tests/health.yml',
    found: (text) =>
      [...new Set(matches(text, /up\{job="forewarn", (service="[^"]+", instance="\w:\d+)"/g))].sort(),
    expected: (catalogue) =>
      namesOf(catalogue, isInStack)
        .map(
          (name, i) =>
            `service="${name}", instance="${'abcdefgh'[i]}:${catalogue[name]?.ports.operations?.port}`,
        )
        .sort(),
    mistakes: {
      'a port is another': [
        'up{job="forewarn", service="storage", instance="b:9202"}',
        'up{job="forewarn", service="storage", instance="b:9201"}',
      ],
      'one is added': ['up{job="forewarn", service="etl",', 'up{job="forewarn", service="planner",'],
    },
  },
];
