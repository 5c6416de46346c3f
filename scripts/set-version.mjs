import { parseArgs } from 'node:util';
import { changelogSection } from './changelog-section.mjs';
import { root as checkout } from './install-and-build.mjs';
import {
  dependencyGroups,
  readReleaseFiles,
  versionedPackages,
  writeReleaseFiles,
} from './release-files.mjs';

/**
 * Gives all packages one version, and what CHANGELOG.md has under Unreleased that version's heading. `npm version` would leave the
 * workspaces' dependencies on each other at the old version.
 *
 *   node scripts/set-version.mjs 0.2.0 [--root DIRECTORY]
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string', default: checkout } },
});

function setPackageVersions(files, version) {
  const own = new Set([...files.manifests.values()].map(({ name }) => name));
  for (const [, manifest] of versionedPackages(files)) {
    manifest.version = version;
    for (const group of dependencyGroups)
      for (const name of Object.keys(manifest[group] ?? {}))
        if (own.has(name)) manifest[group][name] = version;
  }
  files.lockfile.version = version;
}

function setVersion(root, version) {
  const files = readReleaseFiles(root);
  setPackageVersions(files, version);
  for (const [file, text] of files.charts)
    files.charts.set(file, text.replace(/^appVersion:.*$/m, `appVersion: "${version}"`));
  if (changelogSection(files.changelog, version) === undefined) {
    const today = new Date().toISOString().slice(0, 10);
    const headings = `## [Unreleased]\n\n## [${version}] - ${today}`;
    files.changelog = files.changelog.replace(/^## \[Unreleased\]$/m, headings);
  }
  writeReleaseFiles(root, files);
}

const [version = ''] = positionals;
if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version) || positionals.length > 1) {
  process.stderr.write('Usage: node scripts/set-version.mjs VERSION, such as 0.2.0 or 0.2.0-rc.1\n');
  process.exitCode = 2;
} else setVersion(values.root, version);
