import { settingNames } from '../catalogue-settings.js';
import { type Catalogue, isInStack, servedPorts } from '../service-catalogue.js';
import { type SettingsLoader, settingsLoaders } from '../settings-loaders.js';
import { documentedSettings } from '../settings-table.js';
import { type CatalogueCheck, matches, namesOf } from './catalogue-check.js';

const file = 'README.md';
const loaders: ReadonlyMap<string, SettingsLoader> = new Map(Object.entries(settingsLoaders));

const defaultsOf = (deployable: string): Readonly<Record<string, unknown>> =>
  loaders.get(deployable)?.({}) ?? {};

/** Told in words: README has no room for their defaults. */
const inWords: Readonly<Record<string, string>> = {
  ETL_SELECTORS: 'five node exporter metrics of job `host`',
};

/** What "none" is, where it is no empty text. */
const none: Readonly<Record<string, unknown>> = { PROMETHEUS_HEADERS: {} };

/** What a deployable would read from a default that is written down. */
function readDefault(deployable: string, name: string, standard: string): unknown {
  const defaults = defaultsOf(deployable);
  if (standard === inWords[name]) return defaults[name];
  // Each service has a default of its own: "9201 etl, 9202 storage".
  const own =
    name === 'OPERATIONS_PORT' ? new RegExp(`(\\d+) ${deployable}(,|$)`).exec(standard)?.[1] : standard;
  if (own === undefined) return undefined;
  return own === 'none' ? (none[name] ?? '') : loaders.get(deployable)?.({ [name]: own })[name];
}

/** What README.md tells of every setting of every loader. */
function toldDefaults(text: string): unknown[] {
  const told = new Map(documentedSettings(text).map(({ name, standard }) => [name, standard]));
  return [...loaders.keys()].flatMap((deployable) =>
    Object.keys(defaultsOf(deployable))
      .sort()
      .map((name) => [deployable, name, readDefault(deployable, name, told.get(name) ?? 'nothing')]),
  );
}

/** What the loaders take. */
const takenDefaults = (catalogue: Catalogue): unknown[] =>
  Object.entries(catalogue).flatMap(([name, deployable]) =>
    settingNames(deployable).map((setting) => [name, setting, defaultsOf(name)[setting]]),
  );

const servedIn = (catalogue: Catalogue): number[] =>
  Object.values(catalogue).flatMap((deployable) =>
    Object.values(servedPorts(deployable)).map(({ port }) => port),
  );

/** What README.md tells of services and of their settings. */
export const readmeChecks: readonly CatalogueCheck[] = [
  {
    what: 'has the settings of all in its table, and no others',
    file,
    found: (text) =>
      documentedSettings(text)
        .map(({ name }) => name)
        .sort(),
    expected: (catalogue) => [...new Set(Object.values(catalogue).flatMap(settingNames))].sort(),
    mistakes: {
      'one is missing': ['| `EVENT_FORMAT` | `protobuf` | or `json` |\n', ''],
      'one is added': ['| `EVENT_FORMAT`', '| `EVENT_SIZE` | `1` | MB |\n| `EVENT_FORMAT`'],
      'one stands twice': ['| `EVENT_FORMAT`', '| `EVENT_FORMAT` | `json` | |\n| `EVENT_FORMAT`'],
    },
  },
  {
    what: 'tells the defaults that the services take',
    file,
    found: toldDefaults,
    expected: takenDefaults,
    mistakes: {
      'a number is another': ['`SLA_REQUESTS_PER_MINUTE` | `1200`', '`SLA_REQUESTS_PER_MINUTE` | `1000`'],
      'a duration is another': ['| `1m`, `1d`, `1m` |', '| `1m`, `2d`, `1m` |'],
      'the port of one is another': ['9202 storage', '9203 storage'],
      'the port of one is missing': ['9201 etl, ', ''],
      'one of several is another': [
        '`127.0.0.1`, `3306`, `forewarn`, none',
        '`127.0.0.1`, `3307`, `forewarn`, none',
      ],
      'a password is said': ['`forewarn`, none, `forewarn`', '`forewarn`, `secret`, `forewarn`'],
      'words are others': ['five node exporter metrics', 'four node exporter metrics'],
    },
  },
  {
    what: 'names the operations port of each service',
    file,
    found: (text) =>
      documentedSettings(text)
        .find(({ name }) => name === 'OPERATIONS_PORT')
        ?.standard.split(', ')
        .map((part) => part.split(' ')),
    expected: (catalogue) =>
      Object.entries(catalogue).flatMap(([name, { ports }]) =>
        ports.operations ? [[String(ports.operations.port), name]] : [],
      ),
    mistakes: {
      'one is added': ['9202 storage, ', '9202 storage, 9209 more, '],
    },
  },
  {
    what: 'says on which ports it can be asked',
    file,
    found: (text) =>
      matches(text, /^\*\*\w+\*\* on :(\d+),/gm)
        .map(Number)
        .sort((a, b) => a - b),
    expected: (catalogue) => servedIn(catalogue).sort((a, b) => a - b),
    mistakes: {
      'one is another': ['**gRPC** on :50051', '**gRPC** on :50052'],
      'one is missing': ['**REST** on :8080', '**REST** on the web'],
    },
  },
  {
    what: 'names what the stack starts',
    file,
    found: (text) => /Kafka, MySQL, (.+?), all on 127/.exec(text)?.[1]?.split(/, | and /),
    expected: (catalogue) => namesOf(catalogue, isInStack),
    mistakes: {
      'one is missing': ['etl, storage, ', 'etl, '],
      'one is added': ['etl, storage, ', 'etl, planner, storage, '],
    },
  },
];
