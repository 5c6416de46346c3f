import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './install-and-build.mjs';

/**
 * Lays out the npm package `forewarn` in a new directory: the built command line, with the workspaces that it needs as bundled
 * dependencies and everything else as ordinary ones. `npm pack` and `npm publish` take the directory from there.
 *
 *   node scripts/stage-npm-package.mjs DIRECTORY [--repository URL]
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { repository: { type: 'string' } },
});

const command = 'apps/forewarn';
const readManifest = (folder) => JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));

/** Folders of all workspaces, by the names that dependencies know them by. */
function workspaceFolders() {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}`),
  );
  return new Map(folders.map((folder) => [readManifest(folder).name, folder]));
}

/** Dependencies of a workspace, and of the workspaces among them: `{ bundled, external }`, each of names and versions. */
function dependenciesOf(folder, folders, found = { bundled: {}, external: {} }) {
  for (const [name, version] of Object.entries(readManifest(folder).dependencies ?? {})) {
    const kind = folders.has(name) ? found.bundled : found.external;
    const known = kind[name];
    if (known !== undefined && known !== version)
      throw new Error(`${name} is wanted in ${known} and, by ${folder}, in ${version}: agree on one version`);
    kind[name] = version;
    if (known === undefined && folders.has(name)) dependenciesOf(folders.get(name), folders, found);
  }
  return found;
}

/** Types and source maps lead to sources that are not part of the package. */
const isShipped = (file) => !/\.d\.ts$|\.map$|\.tsbuildinfo$/.test(file);

function copyWorkspace(folder, target, manifest) {
  mkdirSync(target, { recursive: true });
  for (const name of manifest.files)
    cpSync(path.join(root, folder, name), path.join(target, name), { recursive: true, filter: isShipped });
  writeFileSync(path.join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function stage(directory, repository) {
  const folders = workspaceFolders();
  const { bundled, external } = dependenciesOf(command, folders);
  for (const name of Object.keys(bundled)) {
    const { scripts, devDependencies, ...manifest } = readManifest(folders.get(name));
    copyWorkspace(folders.get(name), path.join(directory, 'node_modules', name), manifest);
  }
  // The workspace is private, so that nobody publishes it without what it needs.
  const { scripts, devDependencies, private: _, ...manifest } = readManifest(command);
  copyWorkspace(command, directory, {
    ...manifest,
    ...(repository && { repository: { type: 'git', url: repository, directory: command } }),
    engines: readManifest('.').engines,
    dependencies: { ...bundled, ...external },
    bundleDependencies: Object.keys(bundled),
  });
  cpSync(path.join(root, 'LICENSE'), path.join(directory, 'LICENSE'));
  cpSync(path.join(root, command, 'README.md'), path.join(directory, 'README.md'));
}

/** Why a package cannot be laid out in a directory. */
function refusal(directory) {
  // npm would look for dependencies in the folders above, and find those of the checkout.
  if (!path.relative(root, directory).startsWith('..'))
    return `${directory} is inside the repository: name one outside`;
  if (existsSync(directory))
    return `${directory} exists, and what is in it would be published: name a new one`;
  if (!existsSync(path.join(root, command, 'dist'))) return 'nothing is built: run npm run build';
  return undefined;
}

const [directory] = positionals;
if (directory === undefined || positionals.length > 1) {
  process.stderr.write('Usage: node scripts/stage-npm-package.mjs DIRECTORY [--repository URL]\n');
  process.exitCode = 2;
} else {
  const target = path.resolve(directory);
  const problem = refusal(target);
  if (problem === undefined) stage(target, values.repository);
  else {
    process.stderr.write(`${problem}\n`);
    process.exitCode = 1;
  }
}
