import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * What to mutate, from how it is named on the command line.
 *
 * @param {string} name  a package such as `slo`, or a file or folder of one such as `slo/src/episode.ts`
 * @returns {{ name: string, folder: string, path: string, pattern: string }} the package's folder, the file or folder, and a glob of the
 *   sources; all from the root
 * @throws {Error} where there is no such thing
 */
export function mutationTarget(name) {
  const folder = path.posix.join('packages', name.split('/')[0]);
  const target = path.posix.join('packages', name);
  if (!existsSync(target)) throw new Error(`there is no ${target}; run this from the root`);
  const sources = target === folder ? `${folder}/src` : target;
  return {
    name,
    folder,
    path: target,
    pattern: statSync(sources).isDirectory() ? `${sources}/**/*.ts` : sources,
  };
}
