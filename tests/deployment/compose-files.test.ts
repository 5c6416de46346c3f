import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readYaml, repositoryRoot } from '../support/deployed-monitoring.js';
import {
  catalogue,
  isService,
  deployableNames as own,
  serviceNames,
  servicesThatNeed,
} from '../support/service-catalogue.js';

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
  readonly volumes?: readonly string[];
}

const files = [
  'docker-compose.yml',
  ...['slim', 'scaled', 'secure'].map((name) => `docker-compose.${name}.yml`),
];
const read = (file: string) => readFile(path.join(repositoryRoot, file), 'utf8');
const { services } = readYaml<{ services: Record<string, Service> }>('docker-compose.yml');

/** Those that end when they have answered, or when what they make is there. */
const ending: readonly string[] = ['secrets', ...own.filter((name) => !isService(catalogue[name]))];

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

  it('publish on this machine alone, or on the address of BIND_ADDRESS, which is this machine unless told', async () => {
    const published = (await Promise.all(files.map(read)))
      .join('\n')
      .matchAll(/^\s*ports: (?:!override )?\[(.*)\]$/gm);
    const ports = Array.from(published, ([, list]) => list!);
    expect(ports.length).toBeGreaterThan(9);
    for (const port of ports)
      expect(port).toMatch(
        /^"(\$\{BIND_ADDRESS:-127\.0\.0\.1\}|127\.0\.0\.1):\$\{[A-Z0-9_]+_PORT:-\d+\}:\d+"$/,
      );
  });

  it('publish elsewhere with docker-compose.secure.yml only what asks who is there', () => {
    const isPublished = (name: string) =>
      /BIND_ADDRESS/.test(String(locked[name]?.ports ?? services[name]!.ports));
    const { services: locked } = readYaml<{ services: Record<string, Service> }>('docker-compose.secure.yml');
    const published = Object.keys(services).filter((name) => services[name]!.ports && isPublished(name));
    expect(published.sort()).toEqual(['grafana', 'retrieval', 'sla-manager']);
  });

  it('hand no secret on as a variable but to who puts it into a file', () => {
    const secret = /(PASSWORD|TOKEN|ADMIN_KEY|SESSION_SECRET)$/;
    const handed = Object.entries(services).flatMap(([name, { environment = {} }]) =>
      Object.keys(environment).flatMap((variable) =>
        secret.test(variable) && name !== 'secrets' ? `${name} ${variable}` : [],
      ),
    );
    // Of servers elsewhere, and of access without docker-compose.secure.yml, as .env may say them.
    expect(handed.filter((each) => !/ (KAFKA|PROMETHEUS|ACCESS)_/.test(each))).toEqual([]);
  });

  it('mount each secret where it is read, and nowhere else', () => {
    const readers = (volume: string) =>
      Object.keys(services).filter(
        (name) =>
          name !== 'secrets' &&
          services[name]!.volumes?.some((mount) => mount.startsWith(`secret-${volume}:`)),
      );
    expect(readers('operations').sort()).toEqual(['prometheus', ...serviceNames].sort());
    expect(readers('database').sort()).toEqual(['mysql', ...servicesThatNeed('mysql')].sort());
    expect(readers('database-root')).toEqual(['mysql']);
    expect(readers('grafana')).toEqual(['grafana']);
    expect(readers('access')).toEqual([]);
  });

  it.each(Object.keys(services))(
    '%s is limited, is started again, and shares nothing with the host',
    (name) => {
      const service = services[name]!;
      expect(service).toMatchObject({ init: true, mem_limit: expect.stringMatching(/^\d+[mg]$/) });
      expect(service.restart).toBe(ending.includes(name) ? 'no' : 'unless-stopped');
      expect([undefined, 'none']).toContain(service.network_mode);
      expect([service.pid, service.privileged]).toEqual([undefined, undefined]);
      expect(service.image).toMatch(/:\$\{[A-Z_]+_VERSION:-[^}]+\}(\$\{[A-Z_]+_DIGEST:-\})?$/);
      // The health check of our own is in the image; what ends has none.
      expect(service.healthcheck !== undefined).toBe(
        !ending.includes(name) && !own.some((ours) => ours === name),
      );
    },
  );
});
