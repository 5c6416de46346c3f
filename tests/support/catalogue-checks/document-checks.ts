import { isService, servedPorts } from '../service-catalogue.js';
import { type CatalogueCheck, matches, namesOf, readText } from './catalogue-check.js';
import { servers } from './compose-file.js';

/** A list in a sentence as names. */
const listed = (text: string | undefined): string[] | undefined => text?.toLowerCase().split(/, | and /);

/** Ports of this machine that the stack's servers are published on. */
const serverPorts = (): number[] =>
  servers(readText('docker-compose.yml')).flatMap(([, { ports = [] }]) =>
    ports.flatMap((port) => matches(port, /_PORT:-(\d+)\}/g).map(Number)),
  );

const ascending = (ports: readonly number[]): number[] => [...ports].sort((a, b) => a - b);

/** Documents that list services or their ports. */
export const documentChecks: readonly CatalogueCheck[] = [
  {
    what: 'has a paragraph about each',
    file: 'docs/architecture.md',
    found: (text) => matches(/^## Parts$(.+?)^## /ms.exec(text)?.[1] ?? '', /\*\*([\w-]+)\*\*/g),
    expected: (catalogue) => namesOf(catalogue),
    mistakes: {
      'one is missing': ['**storage** reads', 'storage reads'],
      'one is added': ['**storage** reads', '**planner** plans. **storage** reads'],
    },
  },
  {
    what: 'lists every port that the stack publishes',
    file: 'docs/docker-compose.md',
    found: (text) =>
      ascending(
        matches(/^\| where \| what \|\n(.+?)\n\n/ms.exec(text)?.[1] ?? '', /^\| (.+?) \|/gm).flatMap((cell) =>
          matches(cell, /:(\d+)/g).map(Number),
        ),
      ),
    expected: (catalogue) => {
      const own = Object.values(catalogue).flatMap((deployable) => Object.values(servedPorts(deployable)));
      return ascending([...own.map(({ port }) => port), ...serverPorts()]);
    },
    mistakes: {
      'one is another': ['| 127.0.0.1:50051 |', '| 127.0.0.1:50052 |'],
      'one is missing': ['| http://127.0.0.1:8080 | the page, and REST |\n', ''],
      'one is added': [
        '| 127.0.0.1:50051 | gRPC |\n',
        '| 127.0.0.1:50051 | gRPC |\n| 127.0.0.1:9203 | health |\n',
      ],
    },
  },
  {
    what: 'says what the chart installs',
    file: 'docs/kubernetes.md',
    found: (text) => listed(/a Helm chart for (.+?), on Kubernetes/.exec(text)?.[1]),
    expected: (catalogue) => namesOf(catalogue, isService),
    mistakes: { 'one is missing': ['for etl, storage,', 'for etl,'] },
  },
  {
    what: 'forwards the port of each service that serves others',
    file: 'docs/kubernetes.md',
    found: (text) =>
      Array.from(
        text.matchAll(/service\/forewarn-(\S+) (\d+)/g),
        ([, name, port]) => `${name} ${port}`,
      ).sort(),
    expected: (catalogue) =>
      Object.entries(catalogue)
        .flatMap(([name, entry]) => Object.values(servedPorts(entry)).map(({ port }) => `${name} ${port}`))
        .sort(),
    mistakes: {
      'one is another': [' 50051 &', ' 50052 &'],
      'one is missing': [' 8080 &', ''],
    },
  },
  {
    what: 'says what the chart installs',
    file: 'deploy/helm/forewarn/README.md',
    found: (text) => listed(/^(.+?) of Forewarn on Kubernetes/m.exec(text)?.[1]),
    expected: (catalogue) => namesOf(catalogue, isService),
    mistakes: { 'one is missing': ['Etl, storage,', 'Etl,'] },
  },
  {
    what: 'shows the folder of each in the tree',
    file: 'CONTRIBUTING.md',
    found: (text) => matches(/^apps\/.* one deployable each$/m.exec(text)?.[0] ?? '', /apps\/(\S+)/g),
    expected: (catalogue) => namesOf(catalogue),
    mistakes: {
      'one is missing': ['apps/etl  apps/storage', 'apps/etl'],
      'one is added': ['apps/etl  apps/storage', 'apps/etl  apps/planner  apps/storage'],
    },
  },
];
