import { readFileSync } from 'node:fs';

/**
 * The version of a program, as its package.json says: a release changes it there and nowhere else.
 *
 * @param module  `import.meta.url` of a file that lies directly in the workspace's `src`, so that it does in `dist` too
 * @throws        {Error} where the manifest is not there or has no version: the program was not installed as a whole
 */
export function manifestVersion(module: string): string {
  const file = new URL('../package.json', module);
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    if (typeof manifest.version === 'string') return manifest.version;
  }
  throw new Error(`${file.pathname} has no version`);
}
