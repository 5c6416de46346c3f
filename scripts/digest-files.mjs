import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './install-and-build.mjs';

/**
 * Writes what names the images of a release by what is in them: forewarn-VERSION.env for Docker Compose, and forewarn-VERSION-values.yaml for
 * the Helm chart.
 *
 *   node scripts/digest-files.mjs FOLDER --version 0.2.0 --images ghcr.io/OWNER/forewarn
 *
 * FOLDER has a file for each image, named as its stage of the Dockerfile, with its digest; the two are written into the working directory.
 */
const { values, positionals } = parseArgs({
  options: { version: { type: 'string' }, images: { type: 'string' } },
  allowPositionals: true,
});
const [folder] = positionals;
if (!folder || !values.version || !values.images)
  throw new Error('say where the digests are, --version and --images');

const script = path.join(root, 'scripts/image-targets.mjs');
const targets = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }));

function digestOf(target) {
  const file = path.join(folder, target);
  const digest = readFileSync(file, 'utf8').trim();
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`${file} holds no digest, but ${digest}`);
  return digest;
}

const digests = targets.map((target) => [target, digestOf(target)]);
const variable = (target) => `FOREWARN_${target.toUpperCase().replaceAll('-', '_')}_DIGEST`;
const key = (target) => target.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const settings = [
  `FOREWARN_IMAGES=${values.images}`,
  `FOREWARN_VERSION=${values.version}`,
  ...digests.map(([target, digest]) => `${variable(target)}=@${digest}`),
];
const chart = digests.map(([target, digest]) => `${key(target)}: { image: { digest: "${digest}" } }`);
const [registry, ...repository] = values.images.split('/');
const image = `image: { registry: ${registry}, repository: ${repository.join('/')}, tag: "${values.version}" }`;

writeFileSync(`forewarn-${values.version}.env`, `${settings.join('\n')}\n`);
writeFileSync(`forewarn-${values.version}-values.yaml`, `${[image, ...chart].join('\n')}\n`);
