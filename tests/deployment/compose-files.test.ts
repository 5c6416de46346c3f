import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readYaml, repositoryRoot } from '../support/deployed-monitoring.js';
import { makeEnv } from '../support/make-env.js';
import { catalogue, isService, deployableNames as own } from '../support/service-catalogue.js';

interface Service {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly healthcheck?: object;
  readonly init?: boolean;
  readonly restart?: string;
  readonly mem_limit?: string;
  readonly network_mode?: string;
  readonly pid?: string;
  readonly privileged?: boolean;
  readonly ports?: readonly string[];
}

const files = ['docker-compose.yml', 'docker-compose.slim.yml', 'docker-compose.scaled.yml'];
const read = (file: string) => readFile(path.join(repositoryRoot, file), 'utf8');
const { services } = readYaml<{ services: Record<string, Service> }>('docker-compose.yml');

/** Those that end when they have answered. */
const clients: readonly string[] = own.filter((name) => !isService(catalogue[name]));

describe('the compose files', () => {
  it('take no variable that .env.example does not name, with the default that it says', async () => {
    const example = await read('.env.example');
    const taken = new Set<string>();
    for (const file of files)
      for (const [, name, rest] of (await read(file)).matchAll(/\$\{([A-Z0-9_]+)(:[-?][^}]*)?\}/g)) {
        taken.add(name!);
        const said = new RegExp(`^#?${name}=(.*)$`, 'm').exec(example)?.[1];
        expect(said, `${name} in .env.example`).toBeDefined();
        // The slim overlay keeps less, which .env.example says in words.
        if (rest?.startsWith(':-') && !(file.includes('slim') && name === 'PROMETHEUS_RETENTION'))
          expect(`${name}=${said}`).toBe(`${name}=${rest.slice(2)}`);
      }
    expect(taken.size).toBeGreaterThan(20);
  });

  it('publish on the address of BIND_ADDRESS only, which is this machine unless told', async () => {
    const published = (await Promise.all(files.map(read)))
      .join('\n')
      .matchAll(/^\s*ports: (?:!override )?\[(.*)\]$/gm);
    const ports = Array.from(published, ([, list]) => list!);
    expect(ports.length).toBeGreaterThan(9);
    for (const port of ports)
      expect(port).toMatch(/^"\$\{BIND_ADDRESS:-127\.0\.0\.1\}:\$\{[A-Z0-9_]+_PORT:-\d+\}:\d+"$/);
  });

  it.each(Object.keys(services))(
    '%s is limited, is started again, and shares nothing with the host',
    (name) => {
      const service = services[name]!;
      expect(service).toMatchObject({ init: true, mem_limit: expect.stringMatching(/^\d+[mg]$/) });
      expect(service.restart).toBe(clients.includes(name) ? 'no' : 'unless-stopped');
      expect([service.network_mode, service.pid, service.privileged]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(service.image).toMatch(/:\$\{[A-Z_]+_VERSION:-[^}]+\}$/);
      // The health check of our own is in the image.
      expect(service.healthcheck !== undefined).toBe(!own.some((ours) => ours === name));
    },
  );
});

describe('deploy/make-env.sh', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'forewarn-env-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('draws a password of its own for each, in a file that nobody else may read', async () => {
    const { env, mode, output } = await makeEnv(folder);
    expect(Object.keys(env)).toEqual(['MYSQL_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'GRAFANA_PASSWORD']);
    expect(new Set(Object.values(env)).size).toBe(3);
    for (const password of Object.values(env)) {
      expect(password).toMatch(/^[0-9a-f]{48}$/);
      expect(output).not.toContain(password);
    }
    expect(mode).toBe(0o600);
  });

  it('changes nothing when it runs again', async () => {
    const { text } = await makeEnv(folder);
    expect((await makeEnv(folder)).text).toBe(text);
  });

  it('keeps what an .env says, and draws what is missing there or empty', async () => {
    await writeFile(path.join(folder, '.env'), 'SLA_PORT=8081\nMYSQL_PASSWORD=mine\nMYSQL_ROOT_PASSWORD=\n');
    const { env, text } = await makeEnv(folder);
    expect(env).toMatchObject({ SLA_PORT: '8081', MYSQL_PASSWORD: 'mine' });
    expect(env.MYSQL_ROOT_PASSWORD).toMatch(/^[0-9a-f]{48}$/);
    expect(env.GRAFANA_PASSWORD).toMatch(/^[0-9a-f]{48}$/);
    expect(text.match(/^MYSQL_ROOT_PASSWORD=/gm)).toHaveLength(1);
  });
});
