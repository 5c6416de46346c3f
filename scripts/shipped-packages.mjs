import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What the npm package and the images bring of others: what `npm ci --omit=dev` installs.
 *
 * @param {string} root  a checkout in which packages are installed
 * @returns packages with `name`, `version`, `licence` as the manifest says it, and `text`: the file that holds it
 * @throws  {Error} when one is not installed
 */
export function shippedPackages(root) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const folders = Object.entries(packages)
    .filter(([folder, { dev, link }]) => folder.includes('node_modules/') && !dev && !link)
    .map(([folder, locked]) => installedPackage(root, folder, locked));
  return folders.sort((one, other) => compare(one.name, other.name) || compare(one.version, other.version));
}

const compare = (one, other) => (one < other ? -1 : Number(one > other));

function installedPackage(root, folder, locked) {
  const manifest = readIfThere(path.join(root, folder, 'package.json'));
  if (manifest === undefined) throw new Error(`${folder} is not installed: run npm ci`);
  const { name, version, license } = JSON.parse(manifest);
  if (version !== locked.version)
    throw new Error(`${folder} is installed in ${version}, not in ${locked.version}: run npm ci`);
  return { name, version, licence: license, text: licenceText(path.join(root, folder)) };
}

/** The file of a package that holds its licence: one that is named so, or a README with the words that every licence has. */
function licenceText(folder) {
  const files = readdirSync(folder).sort();
  const named = files.find((file) => /^(licen[cs]e|copying)/i.test(file));
  if (named !== undefined) return named;
  const readme = files.find((file) => /^readme/i.test(file));
  const text = readme === undefined ? '' : readFileSync(path.join(folder, readme), 'utf8');
  return /permission is hereby granted|redistribution and use|permission to use/i.test(text)
    ? readme
    : undefined;
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
