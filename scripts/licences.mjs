import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root as checkout } from './install-and-build.mjs';
import { licenceProblems, licenceTaken } from './licence-rules.mjs';
import { shippedPackages } from './shipped-packages.mjs';

/**
 * Holds the licences of all that is shipped against the allowed ones, and docs/licences.md against what is there.
 *
 *   node scripts/licences.mjs [--write] [--root DIRECTORY]
 */
const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, root: { type: 'string', default: checkout } },
});

const heading = `# Licences of what is shipped

The packages that the npm package installs and the images hold beside Forewarn's own, which is under [Apache 2.0](../LICENSE). Each brings its licence
in the file that is named, and images keep these files. What the images hold of Node.js and Debian is listed by their SBOM, with its licences in
\`/usr/local/LICENSE\` and \`/usr/share/doc\`.

Written by \`npm run licences -- --write\`; \`npm run check\` holds it against what is installed, and fails for a licence that is not allowed by
[licence-rules.mjs](../scripts/licence-rules.mjs).

| package | version | licence | text |
|---|---|---|---|
`;

function row({ name, version, licence, text }) {
  const taken = licenceTaken(licence);
  return `| ${name} | ${version} | ${taken === licence ? taken : `${taken}, of ${licence}`} | ${text} |\n`;
}

/** What is wrong, one line a problem; with `--write` the list is made right. */
function problemsOf(packages, page) {
  const problems = licenceProblems(packages);
  if (problems.length > 0) return problems;
  // One package may be installed several times.
  const table = heading + [...new Set(packages.map(row))].join('');
  if (values.write) writeFileSync(page, table);
  else if (readFileSync(page, 'utf8') !== table)
    return [
      'docs/licences.md is not what is installed: run npm run licences -- --write, and look at the difference',
    ];
  return [];
}

try {
  const packages = shippedPackages(values.root);
  const problems = problemsOf(packages, path.join(values.root, 'docs/licences.md'));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(`licences: ${packages.length} packages, ${problems.length} problems\n`);
  // Who reads no package finds nothing wrong.
  if (problems.length > 0 || packages.length === 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
