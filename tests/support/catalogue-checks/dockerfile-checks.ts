import { type Deployable, isService } from '../service-catalogue.js';
import { byName, type CatalogueCheck, matches, namesOf } from './catalogue-check.js';

const file = 'Dockerfile';

const stagesIn = (text: string): [name: string, stage: string][] =>
  text.split(/^(?=FROM )/m).flatMap((stage): [string, string][] => {
    const name = /^FROM base AS (\S+)$/m.exec(stage)?.[1];
    return name === undefined ? [] : [[name, stage]];
  });

const imageIn = (stage: string) => ({
  exposed: matches(stage, /^EXPOSE (.+)$/gm).flatMap((ports) => ports.split(' ').map(Number)),
  environment: Object.fromEntries(
    matches(stage, /^ENV (.+)$/gm).flatMap((pairs) => pairs.split(' ').map((pair) => pair.split('='))),
  ),
  runs: matches(stage, /^(?:CMD|ENTRYPOINT) \[.*"(\S+)"\]$/gm),
  isAsked: !/^HEALTHCHECK NONE$/m.test(stage),
});

/** Images listen on all addresses, and on the default ports; the health check reads the one of operations. */
const imageOf = (deployable: Deployable, name: string) => {
  const ports = Object.entries(deployable.ports);
  return {
    exposed: ports.map(([, { port }]) => port),
    environment: Object.fromEntries(
      ports.flatMap(([kind, { port, setting, hostSetting }]) => [
        [hostSetting, '0.0.0.0'],
        ...(kind === 'operations' ? [[setting, String(port)]] : []),
      ]),
    ),
    runs: [`apps/${name}/dist/main.js`],
    isAsked: isService(deployable),
  };
};

/** The images, and what is installed for them. */
export const dockerfileChecks: readonly CatalogueCheck[] = [
  {
    what: 'has an image of each, with its ports, addresses and program',
    file,
    found: (text) => Object.fromEntries(stagesIn(text).map(([name, stage]) => [name, imageIn(stage)])),
    expected: (catalogue) => byName(catalogue, () => true, imageOf),
    mistakes: {
      'a port is not exposed': ['EXPOSE 9203 50051', 'EXPOSE 9203'],
      'operations are on another port': ['OPERATIONS_PORT=9202', 'OPERATIONS_PORT=9222'],
      'a server listens on one address only': [' SLA_HOST=0.0.0.0', ''],
      'a stage runs the program of another': ['apps/storage/dist/main.js', 'apps/etl/dist/main.js'],
      'a client is asked how it is': ['HEALTHCHECK NONE\n', ''],
      'a stage is missing': ['FROM base AS etl', 'FROM base AS planner'],
    },
  },
  {
    what: 'installs what each imports, and nothing for others',
    file,
    found: (text) => matches(text, /--workspace=@forewarn\/(\S+)/g),
    expected: (catalogue) => namesOf(catalogue),
    mistakes: {
      'one is left out': ['--workspace=@forewarn/storage ', ''],
      'one is added': [
        '--workspace=@forewarn/storage ',
        '--workspace=@forewarn/storage --workspace=@forewarn/x ',
      ],
    },
  },
];
