import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readConsoleSettings } from '../../../apps/console/src/settings/console-settings.js';
import type { Environment } from '../../../packages/config/src/index.js';
import { ForewarnError } from '../../../packages/core/src/index.js';
import { catalogue, type DeployableName, deployableNames } from '../../support/service-catalogue.js';
import { settingsLoaders } from '../../support/settings-loaders.js';
import type { Surface } from '../harness/surface.js';
import { wildText } from '../wild/texts.js';

/** An environment that an app is started in. */
interface SettingsInput {
  readonly app: DeployableName;
  readonly env: Readonly<Record<string, string>>;
}

/** Stands in values that may be secret, and in no message. */
const secret = 'hunter2-hunter2';

/** The values that are repeated to whom they come from, because they hold no secret. */
const repeated = /^(ETL_SELECTORS|ANALYSIS_PROFILE)(_FILE)?$|_FILE$/;

const groups: Readonly<Record<string, readonly string[]>> = {
  kafka: [
    'KAFKA_BROKERS',
    'KAFKA_BOOTSTRAP_SERVERS',
    'KAFKA_TOPIC',
    'KAFKA_NAMESPACE',
    'KAFKA_PARTITIONS',
    'KAFKA_STALL_AFTER',
    'KAFKA_TLS',
    'KAFKA_TLS_CA_FILE',
    'KAFKA_TLS_CERT_FILE',
    'KAFKA_TLS_KEY_FILE',
    'KAFKA_SASL_MECHANISM',
    'KAFKA_SASL_USERNAME',
    'KAFKA_SASL_PASSWORD',
    'KAFKA_OAUTH_TOKEN_URL',
    'KAFKA_OAUTH_CLIENT_ID',
    'KAFKA_OAUTH_CLIENT_SECRET',
    'KAFKA_OAUTH_SCOPE',
  ],
  mysql: ['MYSQL_HOST', 'MYSQL_PORT', 'MYSQL_USER', 'MYSQL_PASSWORD', 'MYSQL_DATABASE', 'MYSQL_DB'],
  prometheus: [
    'PROMETHEUS_URL',
    'PROMETHEUS_USERNAME',
    'PROMETHEUS_PASSWORD',
    'PROMETHEUS_TOKEN_FILE',
    'PROMETHEUS_HEADERS',
    'PROMETHEUS_TLS_CA_FILE',
    'PROMETHEUS_TLS_CERT_FILE',
    'PROMETHEUS_TLS_KEY_FILE',
    'PROMETHEUS_PROXY_URL',
  ],
  analysis: ['ANALYSIS_PROFILE'],
  operations: ['LOG_LEVEL', 'OPERATIONS_HOST', 'OPERATIONS_PORT', 'ALLOWED_HOSTS'],
};

const namesOf = (app: DeployableName): readonly string[] => {
  const { settings, ports } = catalogue[app];
  const listening = Object.values(ports).flatMap((port) => [port.setting, port.hostSetting]);
  const own = [...settings.own, ...Object.keys(settings.addresses), ...listening];
  return [...new Set([...settings.groups.flatMap((group) => groups[group] ?? []), ...own])];
};

const plausible = fc.constantFrom(
  ...['127.0.0.1:9092', 'kafka-1:9092,kafka-2:9092', 'localhost', '8080', '0', '65535', '65536', '-1', '1e3'],
  ...[
    '10m',
    '1h30m',
    '0s',
    '7d',
    '106751991167d',
    '99999999999999999999d',
    '1s',
    '31d',
    'debug',
    'json',
    'reference',
  ],
  ...[
    'http://127.0.0.1:9090',
    'https://user:hunter2-hunter2@host/x?y#z',
    'http://[::1',
    'ftp://hunter2-hunter2@x',
  ],
  ...[
    'up',
    'up{a="b;c"};down',
    'up{',
    'up{a=~"(((a{1000}){1000}){1000})"}',
    ';',
    ',',
    ', ,',
    '*',
    '.example.org',
  ],
  ...[
    'faults=http://user:hunter2-hunter2@x:1',
    'a=http://x,a=http://y',
    'a=b',
    'hunter2-hunter2',
    'device,mountpoint',
  ],
);
const value = fc.oneof(
  { weight: 4, arbitrary: plausible },
  { weight: 2, arbitrary: wildText },
  {
    weight: 1,
    arbitrary: fc.tuple(wildText, wildText).map(([before, after]) => `${before}${secret}${after}`),
  },
);
const filePath = fc.constantFrom('/no/such/file', '/', '', 'x\0y', '/etc/hostname', '\u001b[2J');

const inputs: fc.Arbitrary<SettingsInput> = fc.constantFrom(...deployableNames).chain((app) => {
  const variable = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.constantFrom(...namesOf(app)), value) },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constantFrom(...namesOf(app)).map((name) => `${name}_FILE`),
        filePath,
      ),
    },
    { weight: 1, arbitrary: fc.tuple(wildText, wildText) },
  );
  return fc.record({
    app: fc.constant(app),
    env: fc.array(variable, { maxLength: 6 }).map(Object.fromEntries),
  });
});

/** Each is read by itself as well, which costs as much again. */
const mostLookedAtAlone = 2;

/** The environments that processes are started in. */
export const settingsSurface: Surface<SettingsInput> = {
  name: 'settings',
  inputs,
  shortRun: 1_000,
  share: 250,
  open: async () => ({
    attempt({ app, env }) {
      const mistakes = mistakesOf(app, env);
      for (const line of mistakes) requireNamed(line, app);
      requireSecret(mistakes, env);
      const given = namesOf(app).filter((name) => name in env);
      if (given.length <= mostLookedAtAlone)
        for (const name of given) requireTold(name, { app, env }, mistakes);
    },
    answersStill() {
      for (const app of deployableNames) assert.deepEqual(mistakesOf(app, {}), []);
    },
    close() {},
  }),
};

/** What may be a secret is not told, unless it stands also where it may be told. */
function requireSecret(mistakes: readonly string[], env: SettingsInput['env']): void {
  const isToldAnyway = Object.entries(env).some(
    ([name, text]) => repeated.test(name) && text.includes(secret),
  );
  if (!isToldAnyway) assert.ok(!mistakes.join('\n').includes(secret), 'a value that may be secret is told');
}

/** What a variable is wrong in by itself is told also where others are wrong; rules between them are looked at only when each is right. */
function requireTold(name: string, { app, env }: SettingsInput, mistakes: readonly string[]): void {
  const [alone, ...more] = mistakesOf(app, { [name]: env[name]! });
  if (alone === undefined || more.length > 0 || !isWrongByItself(alone, name)) return;
  const isTold = namesOfOne(name).some((each) => mistakes.some((line) => line.includes(each)));
  assert.ok(isTold, `${name} is wrong, and is not told`);
}

/** Each mistake is a sentence that begins with the variable. */
function requireNamed(line: string, app: DeployableName): void {
  assert.ok(
    namesOf(app).some((name) => isOf(line, name)),
    `names no variable: ${line}`,
  );
}

const isOf = (line: string, name: string): boolean => new RegExp(`^${name}(_FILE)?\\b`).test(line);

/** Of a setting that has two names, the one that cannot be read is told. */
const pairs: readonly (readonly string[])[] = [
  ['KAFKA_BROKERS', 'KAFKA_BOOTSTRAP_SERVERS'],
  ['MYSQL_DATABASE', 'MYSQL_DB'],
];
const namesOfOne = (name: string): readonly string[] => pairs.find((pair) => pair.includes(name)) ?? [name];

/** What settings contradict together is written `NAME (value)`. */
const isWrongByItself = (line: string, name: string): boolean => new RegExp(`^${name}(_FILE)?:`).test(line);

function mistakesOf(app: DeployableName, env: Environment): readonly string[] {
  try {
    settingsLoaders[app](env);
    if (app === 'console') readConsoleSettings({ timeout: env.CONSOLE_TIMEOUT ?? '1s' }, env);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ForewarnError) || thrown.code !== 'config-invalid') throw thrown;
    assert.ok(Array.isArray(thrown.details.mistakes), 'the mistakes are told');
    return thrown.details.mistakes;
  }
}
