import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(root, file)));

/** The targets of a document's links that are files of this repository, without their anchors. */
function linkedFiles(document: string): string[] {
  const text = readFileSync(path.join(root, document), 'utf8');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!.split('#')[0]!);
  return targets.filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

describe('links between documents', () => {
  it('are many', () => {
    expect(documents.flatMap(linkedFiles).length).toBeGreaterThan(40);
  });

  it.each(documents)('of %s lead to files that exist', (document) => {
    const from = path.dirname(path.join(root, document));
    expect(linkedFiles(document).filter((target) => !existsSync(path.join(from, target)))).toEqual([]);
  });
});
