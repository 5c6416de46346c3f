import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const isChart = (file) => path.basename(file) === 'Chart.yaml';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Reads every file that names the version.
 *
 * @param {string} root  the checkout
 * @returns `manifests` (of `package.json`, by folder; `''` is the root), `lockfile`, `changelog` and `charts` (texts of `Chart.yaml`, by path)
 */
export function readReleaseFiles(root) {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}`),
  );
  const charts = readdirSync(path.join(root, 'deploy'), { recursive: true }).filter(isChart);
  return {
    manifests: new Map(['', ...folders].map((at) => [at, readJson(path.join(root, at, 'package.json'))])),
    lockfile: readJson(path.join(root, 'package-lock.json')),
    changelog: readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'),
    charts: new Map(
      charts.map((file) => [
        path.join('deploy', file),
        readFileSync(path.join(root, 'deploy', file), 'utf8'),
      ]),
    ),
  };
}

/** Writes what {@link readReleaseFiles} has read. */
export function writeReleaseFiles(root, { manifests, lockfile, changelog, charts }) {
  const write = (file, text) => writeFileSync(path.join(root, file), text);
  const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
  for (const [folder, manifest] of manifests) write(path.join(folder, 'package.json'), json(manifest));
  for (const [file, text] of charts) write(file, text);
  write('package-lock.json', json(lockfile));
  write('CHANGELOG.md', changelog);
}

/** The objects that hold a `version` and dependencies: manifests and the lockfile's copies of them, by what people call them. */
export function versionedPackages({ manifests, lockfile }) {
  return [...manifests].flatMap(([folder, manifest]) => [
    [path.posix.join(folder, 'package.json'), manifest],
    [`package-lock.json (${folder || 'root'})`, lockfile.packages[folder] ?? {}],
  ]);
}

/** The groups of dependencies of a manifest that name workspaces. */
export const dependencyGroups = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
];
