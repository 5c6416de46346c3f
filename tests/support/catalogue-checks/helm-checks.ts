import { parse } from 'yaml';
import { isService, servedPorts } from '../service-catalogue.js';
import { byName, type CatalogueCheck, matches, namesOf } from './catalogue-check.js';

const chart = 'deploy/helm/forewarn';

/** The key of a component's values: Helm's templates cannot say `.Values.some-name`. */
const valuesKey = (name: string): string =>
  name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Parts of the values, or of their schema, that name an image of their own. */
const withImages = (parts: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(parts).filter((key) => /"image":\{.*"digest"/.test(JSON.stringify(parts[key])));

/** What the chart installs; what it renders is held against the catalogue by the tests of the chart. */
export const helmChecks: readonly CatalogueCheck[] = [
  {
    what: 'has a component of each service, with its ports, needs and probes',
    file: `${chart}/templates/_components.tpl`,
    found: (text) => parse(/define "forewarn.components" -\}\}\n(.+?)\{\{- end \}\}/s.exec(text)?.[1] ?? ''),
    expected: (catalogue) =>
      byName(catalogue, isService, (service, name) => {
        const serves = Object.entries(servedPorts(service)).map(([kind, { port }]) => [kind, port]);
        return {
          key: valuesKey(name),
          operations: service.ports.operations?.port,
          needs: service.needs,
          ...(serves.length > 0 && { serves: Object.fromEntries(serves) }),
          started: service.probes.startup,
          ready: service.probes.readiness,
        };
      }),
    mistakes: {
      'a port is another': ['operations: 9203', 'operations: 9303'],
      'it serves on another port': ['grpc: 50051', 'grpc: 50052'],
      'it reaches what it does not need': ['needs: [kafka, prometheus]', 'needs: [kafka, prometheus, mysql]'],
      'it is asked by another path': ['path: /openapi.json', 'path: /readyz'],
      'one is missing': ['\nstorage:\n', '\nstorages:\n'],
      'one is added': ['\nstorage:\n', '\nmore: { key: more }\nstorage:\n'],
    },
  },
  {
    what: 'has values for the image of each',
    file: `${chart}/values.yaml`,
    found: (text) => withImages(parse(text) as Record<string, unknown>),
    expected: (catalogue) => namesOf(catalogue).map(valuesKey),
    mistakes: {
      'one is missing': ['\nconsole:\n', '\nmenu:\n'],
      'one is added': ['\nconsole:\n', '\nmore:\n  image: { digest: "" }\nconsole:\n'],
    },
  },
  {
    what: 'takes values for the image of each',
    file: `${chart}/values.schema.json`,
    found: (text) => {
      const { properties } = JSON.parse(text) as { properties: Record<string, { properties?: object }> };
      return Object.keys(properties).filter((key) => 'image' in (properties[key]?.properties ?? {}));
    },
    expected: (catalogue) => namesOf(catalogue).map(valuesKey),
    mistakes: {
      'one is missing': ['"console": {', '"menu": {'],
      'one is added': ['"console": {', '"more": { "properties": { "image": {} } }, "console": {'],
    },
  },
  {
    what: 'says whose processes can be counted',
    file: 'docs/kubernetes.md',
    found: (text) => matches(/^\| `NAME\.replicas` .*$/m.exec(text)?.[0] ?? '', /`([a-zA-Z]+)`/g),
    expected: (catalogue) => namesOf(catalogue, isService).map(valuesKey),
    mistakes: {
      'one is missing': ['of `etl`, `storage`', 'of `etl`'],
      'one is added': ['of `etl`, `storage`', 'of `etl`, `console`, `storage`'],
    },
  },
];
