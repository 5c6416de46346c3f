import { saidSettings, settingNames } from '../catalogue-settings.js';
import { type Catalogue, type Deployable, isService, servedPorts } from '../service-catalogue.js';
import { byName, type CatalogueCheck, matches, namesOf } from './catalogue-check.js';
import { type ComposeService, ownServices } from './compose-file.js';

const file = 'docker-compose.yml';

const sortedKeys = (object: object = {}): string[] => Object.keys(object).sort();

/** Secrets that the stack draws, which reach a service as files. */
const drawn = ['MYSQL_PASSWORD', 'OPERATIONS_TOKEN'];

/** `NAME_FILE` of those says `NAME`. */
const settingOf = (variable: string): string => drawn.find((name) => variable === `${name}_FILE`) ?? variable;

const foundService = ({
  image,
  build,
  profiles = [],
  ports = [],
  environment = {},
  ...rest
}: ComposeService) => ({
  image,
  target: build?.target,
  profiles,
  ports,
  needs: sortedKeys(rest.depends_on).filter((name) => name !== 'secrets'),
  waitsForSecrets: rest.depends_on?.secrets !== undefined,
  settings: sortedKeys(environment).map(settingOf),
  passedOn: sortedKeys(environment).filter((name) => environment[name] === null),
  names: environment.ALLOWED_HOSTS,
  addresses: Object.values(environment).filter((value) => value?.match(/^(http:\/\/)?[a-z-]+:\d+$/)),
});

/** Settings that say where the stack's servers are, who may use them, and what its own are called. */
const ofServers = (deployable: Deployable): string[] => [
  'KAFKA_BROKERS',
  'PROMETHEUS_URL',
  'ALLOWED_HOSTS',
  'BIND_ADDRESS',
  ...drawn,
  ...settingNames(deployable).filter((name) => /^MYSQL_(?!TLS)/.test(name)),
  ...Object.keys(deployable.settings.addresses),
];

/** Settings that .env hands to a service: all that the stack does not know by itself. */
const passedOn = (deployable: Deployable): string[] =>
  saidSettings(deployable).filter((name) => !ofServers(deployable).includes(name));

const addressesOf = (catalogue: Catalogue, { needs, settings }: Deployable): string[] => [
  ...(needs.includes('kafka') ? ['kafka:9092'] : []),
  ...Object.values(settings.addresses).map(
    ({ service, port }) =>
      `${port === 'http' ? 'http://' : ''}${service}:${catalogue[service]?.ports[port]?.port}`,
  ),
];

const expectedService = (catalogue: Catalogue) => (deployable: Deployable, name: string) => ({
  image: `\${FOREWARN_IMAGES:-forewarn}-${name}:\${FOREWARN_VERSION:-latest}\${FOREWARN_${name.toUpperCase().replace('-', '_')}_DIGEST:-}`,
  target: name,
  profiles: deployable.compose.profile === null ? [] : [deployable.compose.profile],
  ports: Object.values(servedPorts(deployable)).map(
    ({ port, setting }) => `\${BIND_ADDRESS:-127.0.0.1}:\${${setting}:-${port}}:${port}`,
  ),
  needs: [...deployable.needs].sort(),
  waitsForSecrets: saidSettings(deployable).some((setting) => drawn.includes(setting)),
  settings: saidSettings(deployable),
  passedOn: passedOn(deployable),
  // Each answers to its own name in the stack, and to those of .env.
  names: saidSettings(deployable).includes('ALLOWED_HOSTS') ? `${name},\${ALLOWED_HOSTS:-}` : undefined,
  addresses: addressesOf(catalogue, deployable),
});

const filed = (name: string): string[] => [name, `${name}_FILE`];

/** What docker-compose.secure.yml says to one: in place of a value of `.env` a file, where there can be both. */
const lockedService = (deployable: Deployable) => {
  const reads = (name: string) => saidSettings(deployable).includes(name);
  const settings = [
    ...(reads('ACCESS') ? ['ACCESS', 'TLS_CERT_FILE', 'TLS_KEY_FILE'] : []),
    ...(reads('MYSQL_TLS') ? ['MYSQL_TLS'] : []),
    ...['ACCESS_ADMIN_KEY', 'ACCESS_SESSION_SECRET', 'FOREWARN_CA'].filter(reads).flatMap(filed),
    ...(isService(deployable) ? [] : filed('FOREWARN_KEY')),
    ...Object.keys(deployable.settings.addresses),
  ];
  return { settings: settings.sort(), needs: isService(deployable) ? ['certificates'] : [] };
};

const isScaled = (deployable: Deployable): boolean =>
  isService(deployable) && (deployable.needs.includes('kafka') || deployable.compose.scaledReplicas > 1);

/** The stack of Docker Compose and its overlays. */
export const composeChecks: readonly CatalogueCheck[] = [
  {
    what: 'has a service of each, with its image, ports, needs and settings',
    file,
    found: (text) =>
      Object.fromEntries(ownServices(text).map(([name, service]) => [name, foundService(service)])),
    expected: (catalogue) => byName(catalogue, () => true, expectedService(catalogue)),
    mistakes: {
      'a port is another': ['RETRIEVAL_PORT:-50051}:50051', 'RETRIEVAL_PORT:-50051}:50052'],
      'a port has no setting of its own': ['{SLA_PORT:-8080}', '{REST_PORT:-8080}'],
      'something is not waited for': [
        '      mysql: { condition: service_healthy }\n      prometheus: { condition: service_healthy }',
        '      mysql: { condition: service_healthy }',
      ],
      'a setting is not handed on': ['      ETL_SETTLE:\n', ''],
      'a setting is handed to who does not read it': [
        '      STORAGE_RETENTION:\n',
        '      STORAGE_RETENTION:\n      SLA_REQUESTS_PER_MINUTE:\n',
      ],
      'a secret is not waited for': [
        '      <<: *needs-secrets\n      kafka: { condition: service_healthy }\n      mysql',
        '      kafka: { condition: service_healthy }\n      mysql',
      ],
      'a secret is handed on in the clear': [
        '  MYSQL_PASSWORD_FILE: /run/forewarn/database/password\n  MYSQL_TLS:',
        '  MYSQL_PASSWORD:\n  MYSQL_TLS:',
      ],
      'an image has the digest of another': ['FOREWARN_ETL_DIGEST', 'FOREWARN_STORAGE_DIGEST'],
      'a setting is fixed': ['CONSOLE_TIMEOUT:\n', 'CONSOLE_TIMEOUT: 10s\n'],
      'one answers to the name of another': ['ALLOWED_HOSTS: storage,', 'ALLOWED_HOSTS: etl,'],
      'an address is wrong': ['RETRIEVAL_ADDRESS: ', 'RETRIEVAL_ADDRESS: other-'],
      'a client starts unasked': ['    profiles: [console]\n', ''],
      'a service is missing': ['\n  storage:\n', '\n  storages:\n'],
    },
  },
  {
    what: 'gives three brokers to each that needs Kafka, and processes to those that share work',
    file: 'docker-compose.scaled.yml',
    found: (text) =>
      Object.fromEntries(
        ownServices(text).map(([name, { environment, depends_on, deploy }]) => [
          name,
          {
            settings: sortedKeys(environment),
            needs: sortedKeys(depends_on),
            replicas: deploy?.replicas ?? 1,
          },
        ]),
      ),
    expected: (catalogue) =>
      byName(catalogue, isScaled, ({ needs, compose }) => ({
        settings: needs.includes('kafka') ? ['KAFKA_BROKERS'] : [],
        needs: needs.includes('kafka') ? ['kafka', 'kafka-2', 'kafka-3'] : [],
        replicas: compose.scaledReplicas,
      })),
    mistakes: {
      'one knows one broker only': ['  storage:\n    environment: *brokers\n', '  storage:\n'],
      'one has fewer processes': ['deploy: { replicas: 3 }', 'deploy: { replicas: 2 }'],
      'one is missing': ['\n  storage:', '\n  mysql:'],
      'one is added': ['\n  storage:', '\n  more: { deploy: { replicas: 3 } }\n\n  storage:'],
    },
  },
  {
    what: 'limits the memory of each service',
    file: 'docker-compose.slim.yml',
    found: (text) => ownServices(text).flatMap(([name, { mem_limit }]) => (mem_limit ? name : [])),
    expected: (catalogue) => namesOf(catalogue, isService),
    mistakes: {
      'one is missing': ['  storage: { mem_limit: 256m }\n', ''],
      'one is added': ['  storage: {', '  storages: { mem_limit: 256m }\n  storage: {'],
    },
  },
  {
    what: 'locks each service, by what it serves, and speaks TLS with it',
    file: 'docker-compose.secure.yml',
    found: (text) =>
      Object.fromEntries(
        ownServices(text).flatMap(([name, { environment = {}, depends_on }]) =>
          name === 'certificates'
            ? []
            : [[name, { settings: sortedKeys(environment), needs: sortedKeys(depends_on) }]],
        ),
      ),
    expected: (catalogue) => byName(catalogue, () => true, lockedService),
    mistakes: {
      'one asks nobody': ['environment: { <<: [*access, *certificates', 'environment: { <<: [*certificates'],
      'one speaks plain text': [
        'environment: { ACCESS: required, <<: *certificates }',
        'environment: { ACCESS: required }',
      ],
      'one speaks plain text to the database': [
        '<<: [*certificates, *mysql-client] }',
        '<<: [*certificates] }',
      ],
      'one is missing': ['\n  storage:\n', '\n  mysql:\n'],
    },
  },
  {
    what: 'lists every setting that the stack hands to a service',
    file: '.env.example',
    found: (text) => matches(text.split('# Settings of the services')[1] ?? '', /^#?([A-Z_]+)=/gm).sort(),
    expected: (catalogue) => [...new Set(Object.values(catalogue).flatMap(passedOn))].sort(),
    mistakes: {
      'one is missing': ['#ETL_SETTLE=5s\n', ''],
      'one is added': ['#ETL_SETTLE=5s\n', '#ETL_SETTLE=5s\n#ETL_PATIENCE=5s\n'],
    },
  },
];
