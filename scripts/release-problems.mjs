import { changelogSection } from './changelog-section.mjs';
import { dependencyGroups, versionedPackages } from './release-files.mjs';

const tagPattern = /^v(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/;

/**
 * Why a tag does not name what the checkout holds.
 *
 * @param {string} tag  such as `v0.2.0` or `v0.2.0-rc.1`
 * @param files         of `readReleaseFiles`
 * @returns {string[]}  one line a problem, empty when all agree
 */
export function releaseProblems(tag, files) {
  const version = tagPattern.exec(tag)?.[1];
  if (version === undefined)
    return [`the tag ${tag} is no version: it must be such as v1.2.3 or v1.2.3-rc.1`];
  return [
    ...packageProblems(version, files),
    ...chartProblems(version, files.charts),
    ...changelogProblems(version, files.changelog),
  ];
}

function packageProblems(version, files) {
  const own = new Set([...files.manifests.values()].map(({ name }) => name));
  return versionedPackages(files).flatMap(([where, manifest]) => {
    if (manifest.version !== version) return [`${where} has version ${manifest.version}, not ${version}`];
    return dependencyGroups
      .flatMap((group) => Object.entries(manifest[group] ?? {}))
      .filter(([name, range]) => own.has(name) && range !== version)
      .map(([name, range]) => `${where} wants ${name} in ${range}, not ${version}`);
  });
}

function chartProblems(version, charts) {
  return [...charts].flatMap(([file, text]) => {
    const appVersion = /^appVersion: *"?([^"\s]+)"?/m.exec(text)?.[1];
    return appVersion === version ? [] : [`${file} has appVersion ${appVersion}, not ${version}`];
  });
}

function changelogProblems(version, changelog) {
  const section = changelogSection(changelog, version);
  if (section === undefined) return [`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD"`];
  const { date, body } = section;
  const isDate = date !== undefined && !Number.isNaN(Date.parse(date));
  return [
    ...(isDate
      ? []
      : [`CHANGELOG.md does not say when ${version} is released: "## [${version}] - YYYY-MM-DD"`]),
    ...(body === '' ? [`CHANGELOG.md says nothing of ${version}`] : []),
  ];
}
