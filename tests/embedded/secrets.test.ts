import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  spawnForewarn,
  startedPattern,
} from '../support/forewarn-program.js';
import {
  clearHeaders,
  filesBelow,
  leaks,
  type PlantedSecret,
  planted,
  plantedEnvironment,
  type Surfaces,
} from '../support/planted-secrets.js';
import { sendJson } from '../support/rest-api.js';
import { startTroubledPrometheus, type TroubledPrometheus } from '../support/troubled-prometheus.js';

/** Where a user and a password go in an address. */
const inUrl = (url: string) => (marker: string) => url.replace('//', `//me:${marker}@`);

/** What is secret, by which it is given together: those of one run must suit each other. A new secret setting is one more line. */
const runs: Record<string, (prometheusUrl: string) => readonly PlantedSecret[]> = {
  'a password, headers and a proxy': (url) => [
    planted('PROMETHEUS_PASSWORD'),
    planted('PROMETHEUS_HEADERS', (marker) => `X-Scope-OrgID=${marker},X-Other=b`),
    planted('PROMETHEUS_PROXY_URL', inUrl(url)),
  ],
  'a token': () => [planted('PROMETHEUS_TOKEN_FILE')],
  'a password in the address': (url) => [planted('PROMETHEUS_URL', inUrl(url))],
  'what lets callers in': () => [
    planted('ACCESS_ADMIN_KEY'),
    planted('ACCESS_SESSION_SECRET'),
    planted('ACCESS_OIDC_CLIENT_SECRET'),
    planted('OPERATIONS_TOKEN'),
    planted('PROMETHEUS_TOKEN_FILE'),
  ],
};

/** What is no secret, and needed beside one. */
const beside: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  PROMETHEUS_PASSWORD: { PROMETHEUS_USERNAME: 'me' },
  // What callers see is asked for without a key.
  ACCESS_ADMIN_KEY: { ACCESS: 'open', ACCESS_OIDC_ISSUER: 'https://id.invalid' },
  ACCESS_OIDC_CLIENT_SECRET: { ACCESS_OIDC_CLIENT_ID: 'forewarn' },
};

const objective = { name: 'load', indicator: 'gauge_a', max: 100, target: 0.9, window: '1h' };

describe.each(Object.entries(runs))('forewarn start with %s', { timeout: 120_000 }, (_, secretsOf) => {
  let place: EmbeddedPlace;
  let prometheus: TroubledPrometheus;
  let secrets: readonly PlantedSecret[];
  let env: Readonly<Record<string, string>>;
  let removeFiles: () => Promise<void>;
  let forewarn: ForewarnProgram;
  /** Whether the stub lets anybody in. */
  let isOpen = true;

  beforeAll(async () => {
    place = await embeddedPlace();
    prometheus = await startTroubledPrometheus();
    prometheus.series.push({
      metric: 'gauge_a',
      labels: {},
      valueAt: (timeMs) => Math.sin(timeMs / 400_000),
    });
    secrets = secretsOf(prometheus.url);
    const made = await plantedEnvironment(secrets);
    removeFiles = made.remove;
    env = Object.assign(
      { PROMETHEUS_URL: prometheus.url },
      ...secrets.map(({ name }) => beside[name] ?? {}),
      made.env,
    );
    prometheus.trouble = (_path, _selector, headers) => {
      const shown = secrets.filter(({ name }) => name.startsWith('PROMETHEUS_'));
      const isKnown = shown.every(({ marker }) => clearHeaders(headers).includes(marker));
      return isOpen && isKnown ? undefined : { status: 401, body: 'who are you?' };
    };
  });
  afterAll(async () => {
    await forewarn?.end('SIGKILL');
    await prometheus?.close();
    await removeFiles?.();
    await place?.remove();
  });

  /** What REST, the page and operations say to anybody. */
  const answers = async (): Promise<Surfaces> => {
    const paths = [
      'about',
      'services',
      'series',
      'series?problem=any',
      'slas',
      'slas/secret/status',
      'no-such',
    ];
    const urls = [
      ...paths.map((path) => `${place.url}/api/v1/${path}`),
      ...['/', '/openapi.json', '/../etc/passwd'].map((path) => `${place.url}${path}`),
      ...['/metrics', '/readyz', '/healthz'].map((path) => `${place.operationsUrl}${path}`),
    ];
    const texts = urls.map(async (url) => [url, await (await fetch(url)).text()]);
    return Object.fromEntries(await Promise.all(texts));
  };

  it('says none of it to anybody, let in by Prometheus and turned away', async () => {
    forewarn = spawnForewarn(['start', ...place.flags, '--select', 'gauge_a'], { env });
    await forewarn.printed(startedPattern);
    const created = await sendJson('POST', `${place.url}/api/v1/slas`, {
      name: 'secret',
      objectives: [objective],
    });
    expect(created.status).toBe(201);
    expect(leaks(secrets, await answers())).toEqual([]);

    isOpen = false;
    const refused = await eventually('Prometheus turns Forewarn away', async () => {
      const response = await fetch(`${place.url}/api/v1/slas/secret/violations?window=1h`);
      const text = await response.text();
      return text.includes('prometheus-access-denied') ? text : undefined;
    });
    const wrong = await sendJson('POST', `${place.url}/api/v1/slas`, '{"name":');
    const surfaces = { ...(await answers()), refused, wrong: await wrong.text() };
    expect(leaks(secrets, surfaces)).toEqual([]);

    const { stdout, stderr } = await forewarn.end('SIGINT');
    const kept = await filesBelow(place.dataDir);
    const log = Object.entries(kept).find(([name]) => name.endsWith('forewarn.log'))?.[1];
    expect(log).toContain('prometheus-access-denied');
    expect(leaks(secrets, { stdout, stderr, ...kept })).toEqual([]);
  });

  it('says none of it where Prometheus does not let it in at the start', async () => {
    isOpen = false;
    forewarn = spawnForewarn(['start', ...place.flags], { env });
    const { code, stdout, stderr } = await forewarn.finished;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^forewarn: http:\/\/127\.0\.0\.1:\d+ refuses access .*check PROMETHEUS_USERNAME/);
    expect(leaks(secrets, { stdout, stderr, ...(await filesBelow(place.dataDir)) })).toEqual([]);
  });

  it('says none of it where the settings do not fit each other', async () => {
    const more = {
      PROMETHEUS_USERNAME: 'me:you',
      PROMETHEUS_TLS_KEY_FILE: '/no/such/key',
      SLA_COUNT: 'many',
    };
    forewarn = spawnForewarn(['start', ...place.flags], { env: { ...env, ...more } });
    const { code, stdout, stderr } = await forewarn.finished;
    expect(code).toBe(1);
    expect(stderr).toContain('the settings cannot be used');
    expect(leaks(secrets, { stdout, stderr })).toEqual([]);
  });
});

describe('forewarn start with a password on the command line', { timeout: 120_000 }, () => {
  it.runIf(process.platform === 'linux')('warns of it, and takes it out of what ps shows', async () => {
    const place = await embeddedPlace();
    const prometheus = await startTroubledPrometheus();
    const secret = planted('PROMETHEUS_URL', inUrl(prometheus.url));
    prometheus.trouble = () => ({ status: 503, body: 'not ready' });
    const forewarn = spawnForewarn(['start', ...place.flags, '--prometheus', secret.value]);
    try {
      await forewarn.printed(/waiting for/);
      const commandLine = await readFile(`/proc/${forewarn.child.pid}/cmdline`, 'utf8');
      expect(commandLine).toMatch(/^forewarn start .*--prometheus http:\/\/me:\*\*\*@127\.0\.0\.1/);
      const { stdout, stderr } = await forewarn.end('SIGINT');
      expect(stderr).toMatch(/^forewarn: warning: a password on the command line/);
      expect(leaks([secret], { commandLine, stdout, stderr })).toEqual([]);
    } finally {
      await forewarn.end('SIGKILL');
      await prometheus.close();
      await place.remove();
    }
  });

  it('says none of it where the address is none', async () => {
    const place = await embeddedPlace();
    const secret = planted('PROMETHEUS_URL', (marker) => `ftp://me:${marker}@127.0.0.1`);
    const typed = spawnForewarn(['start', ...place.flags, '--prometheus', secret.value]);
    const set = spawnForewarn(['start', ...place.flags], { env: { PROMETHEUS_URL: secret.value } });
    for (const { code, stdout, stderr } of [await typed.finished, await set.finished]) {
      expect(code).toBe(2);
      expect(stderr).toContain('It must be an address');
      expect(leaks([secret], { stdout, stderr })).toEqual([]);
    }
    await place.remove();
  });
});
