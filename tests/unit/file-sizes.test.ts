import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Source files that people write, by path from the root, with their number of lines. */
const sizes = execFileSync('git', ['ls-files', '*.ts', '*.mjs', '*.js'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && !file.includes('/generated/') && existsSync(path.join(root, file)))
  .map((file) => [file, readFileSync(path.join(root, file), 'utf8').split('\n').length - 1] as const);

describe('a source file', () => {
  it('has at most 300 lines', () => {
    expect(sizes.length).toBeGreaterThan(500);
    expect(sizes.filter(([, lines]) => lines > 300)).toEqual([]);
  });

  it('has at most 25 lines where it is the beginning of an app, as its parts are elsewhere', () => {
    const mains = sizes.filter(([file]) => /^apps\/[^/]+\/src\/main\.ts$/.test(file));
    expect(mains.length).toBeGreaterThan(4);
    expect(mains.filter(([, lines]) => lines > 25)).toEqual([]);
  });
});
