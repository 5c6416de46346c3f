import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { changelogSection } from './changelog-section.mjs';
import { root as checkout } from './install-and-build.mjs';
import { readReleaseFiles } from './release-files.mjs';
import { releaseProblems } from './release-problems.mjs';

/**
 * Says whether a tag, the versions of all packages and CHANGELOG.md agree, and writes the section of the CHANGELOG for the release page.
 *
 *   node scripts/check-release.mjs v0.2.0 [--notes FILE] [--root DIRECTORY]
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { notes: { type: 'string' }, root: { type: 'string', default: checkout } },
});

const [tag] = positionals;
if (tag === undefined || positionals.length > 1) {
  process.stderr.write('Usage: node scripts/check-release.mjs TAG [--notes FILE] [--root DIRECTORY]\n');
  process.exitCode = 2;
} else {
  const files = readReleaseFiles(values.root);
  const problems = releaseProblems(tag, files);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
  else {
    if (values.notes)
      writeFileSync(values.notes, `${changelogSection(files.changelog, tag.slice(1)).body}\n`);
    process.stdout.write(`${tag}: ${files.manifests.size} packages and CHANGELOG.md agree\n`);
  }
}
