import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './install-and-build.mjs';

/**
 * Prints as a JSON array which stages of the Dockerfile are images of their own: those that no other stage is made of. The release
 * builds one image of each.
 *
 *   node scripts/image-targets.mjs [--file DOCKERFILE]
 */
const { values } = parseArgs({
  options: { file: { type: 'string', default: path.join(root, 'Dockerfile') } },
});

function imageTargets(dockerfile) {
  const stages = [...dockerfile.matchAll(/^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/gim)];
  const copied = [...dockerfile.matchAll(/--from=([\w.-]+)|[,=]from=([\w.-]+)/g)];
  const used = new Set([
    ...stages.map(([, base]) => base),
    ...copied.map(([, copy, mount]) => copy ?? mount),
  ]);
  return stages.flatMap(([, , name]) => (name === undefined || used.has(name) ? [] : [name]));
}

const targets = imageTargets(readFileSync(values.file, 'utf8'));
if (targets.length === 0) throw new Error(`${values.file} has no named stage that is an image of its own`);
process.stdout.write(`${JSON.stringify(targets)}\n`);
