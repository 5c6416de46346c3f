import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type CatalogueCheck, readText } from '../support/catalogue-checks/catalogue-check.js';
import { composeChecks } from '../support/catalogue-checks/compose-checks.js';
import { dockerfileChecks } from '../support/catalogue-checks/dockerfile-checks.js';
import { documentChecks } from '../support/catalogue-checks/document-checks.js';
import { helmChecks } from '../support/catalogue-checks/helm-checks.js';
import { prometheusChecks } from '../support/catalogue-checks/prometheus-checks.js';
import { readmeChecks } from '../support/catalogue-checks/readme-checks.js';
import { settingNames } from '../support/catalogue-settings.js';
import { readYaml, repositoryRoot } from '../support/deployed-monitoring.js';
import {
  type Catalogue,
  catalogue,
  deployableNames,
  serviceNames,
  servicesThatNeed,
} from '../support/service-catalogue.js';
import { settingsLoaders } from '../support/settings-loaders.js';

const checks = [
  ...dockerfileChecks,
  ...composeChecks,
  ...helmChecks,
  ...prometheusChecks,
  ...readmeChecks,
  ...documentChecks,
];

/** A service more: with what any of them has, on ports and with settings of its own. */
const withMore: Catalogue = {
  ...catalogue,
  more: {
    ...catalogue.retrieval,
    ports: {
      ...catalogue.retrieval.ports,
      grpc: { port: 50_099, setting: 'MORE_PORT', hostSetting: 'MORE_HOST' },
    },
    settings: { ...catalogue.retrieval.settings, own: ['MORE_RETENTION'] },
  },
};

const without = (left: string): Catalogue =>
  Object.fromEntries(Object.entries(catalogue).filter(([name]) => name !== left));

const finds = ({ found, expected }: CatalogueCheck, text: string, entries: Catalogue): boolean => {
  try {
    expect(found(text)).toEqual(expected(entries));
    return false;
  } catch {
    return true;
  }
};

describe.each(checks.map((check) => [`${check.file} ${check.what}`, check] as const))(
  '%s',
  (_name, check) => {
    const text = readText(check.file);

    it('as the catalogue says', () => {
      expect(check.found(text)).toEqual(check.expected(catalogue));
    });

    it.each(Object.entries(check.mistakes))('and it is found when %s', (_sentence, [from, to]) => {
      expect(text).toContain(from);
      expect(
        finds(
          check,
          text.replace(from, () => to),
          catalogue,
        ),
      ).toBe(true);
    });

    it('and it is found when the catalogue has one more, or one less', () => {
      expect(finds(check, text, withMore)).toBe(true);
      const missed = deployableNames.filter((name) => finds(check, text, without(name)));
      expect(missed).not.toEqual([]);
    });
  },
);

describe('the catalogue', () => {
  it.each(deployableNames)('names the settings that %s reads, all and no others', (name) => {
    expect(Object.keys(settingsLoaders[name]({})).sort()).toEqual(settingNames(catalogue[name]));
  });

  it.each(servicesThatNeed('mysql'))(
    'refuses settings of TLS to MySQL that have no effect, for %s',
    (name) => {
      const env = { MYSQL_TLS: 'required', MYSQL_TLS_CA_FILE: path.join(repositoryRoot, 'LICENSE') };
      expect(() => settingsLoaders[name](env)).toThrow('MYSQL_TLS_CA_FILE has no effect');
    },
  );

  it.each(deployableNames)('names the ports that %s listens on', (name) => {
    const defaults = settingsLoaders[name]({});
    for (const { port, setting, hostSetting } of Object.values(catalogue[name].ports))
      expect([defaults[setting], defaults[hostSetting]]).toEqual([port, '127.0.0.1']);
  });

  it('gives every port to one service', () => {
    const ports = Object.values(catalogue).flatMap((deployable) => Object.values(deployable.ports));
    const numbers = ports.map(({ port }) => port);
    expect(numbers.length).toBeGreaterThan(5);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it.each(deployableNames)('knows of %s only what it can need, ask and probe', (name) => {
    const { needs, probes, ports, settings } = catalogue[name];
    const others = [...serviceNames, 'kafka', 'mysql', 'prometheus'];
    for (const need of needs) expect(others).toContain(need);
    for (const { port } of Object.values(probes)) expect(ports).toHaveProperty(port);
    for (const { service, port } of Object.values(settings.addresses))
      expect(catalogue).toHaveProperty([service, 'ports', port]);
  });

  it('has every app but the command line, which is no image, with the description of its package', () => {
    const apps = readdirSync(path.join(repositoryRoot, 'apps')).flatMap((name) => {
      const manifest = JSON.parse(readText(`apps/${name}/package.json`));
      return manifest.bin ? [] : [[name, manifest.name, manifest.description]];
    });
    const entries = deployableNames.map((name) => [name, `@forewarn/${name}`, catalogue[name].role]);
    expect(apps.sort()).toEqual(entries.sort());
  });

  it('is what the release builds images of', async () => {
    const script = path.join(repositoryRoot, 'scripts/image-targets.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 10_000 });
    expect(JSON.parse(stdout)).toEqual(deployableNames);
    const { jobs } = readYaml<{ jobs: Record<string, { strategy?: { matrix: { target?: string } } }> }>(
      '.github/workflows/release.yml',
    );
    const targets = Object.values(jobs).flatMap(({ strategy }) => strategy?.matrix.target ?? []);
    expect(targets).toEqual(Array(2).fill(`\${{ fromJSON(needs.check.outputs.targets) }}`));
  });

  it('covers what knip is told of single apps; of the others the pattern says all', () => {
    const { workspaces } = JSON.parse(readText('knip.json')) as { workspaces: object };
    const apps = Object.keys(workspaces).filter((name) => name.startsWith('apps/'));
    const known = ['apps/*', ...deployableNames.map((name) => `apps/${name}`)];
    expect(apps).toContain('apps/*');
    expect(known).toEqual(expect.arrayContaining(apps));
  });
});
