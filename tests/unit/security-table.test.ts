import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(path.join(root, 'SECURITY.md'), 'utf8');

/** The cells of the rows of the table under a heading. */
function table(heading: string): string[][] {
  const section = page.split(`## ${heading}\n`)[1]!.split('\n## ')[0]!;
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));
}

const threats = table('Threats');
const tests = table('Tests').map(([threat, link, title]) => ({
  threat: threat!,
  file: /^\[(.+)\]\(\1\)$/.exec(link!)?.[1] ?? '',
  title: title!,
}));

/** Whether a file has a test of that title, which may stand on a line of its own, and is not left out. */
function hasTest(text: string, title: string): boolean {
  const quoted = ["'", '"', '`'].flatMap((quote) => {
    const at = text.indexOf(`${quote}${title}${quote}`);
    return at < 0 ? [] : [text.slice(Math.max(0, at - 40), at)];
  });
  return quoted.some((before) => !/\.(skip|todo|fails)\(\s*$/.test(before));
}

describe('SECURITY.md', () => {
  it('has threats at every interface, each with who, what they could do and what stands in the way', () => {
    expect(threats.length).toBeGreaterThan(20);
    for (const threat of threats) expect(threat.filter((cell) => cell.length > 1)).toHaveLength(5);
    const numbers = threats.map(([number]) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('names a test for each threat, and no threat that it does not have', () => {
    expect([...new Set(tests.map(({ threat }) => threat))]).toEqual(threats.map(([number]) => number));
  });

  it.each(tests)('names a test that is there: $threat, $file, $title', ({ file, title }) => {
    expect(file).toMatch(/\.(test|fixture)\.ts$/);
    const at = path.join(root, file);
    expect(existsSync(at), `${file} is there`).toBe(true);
    expect(hasTest(readFileSync(at, 'utf8'), title), `${file} has the test "${title}"`).toBe(true);
  });

  it('names every test that makes an attack with a defence and without it', () => {
    const files = [...new Set(tests.map(({ file }) => file))].filter((file) =>
      file.startsWith('tests/security/'),
    );
    const titles = files.flatMap((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      return [
        ...text.matchAll(/^ {2}it(?:\.each.*?\]\)|\.each\(Object\.entries\(\w+\)\))?\(\s*'([^']+)'/gms),
      ].map(([, title]) => `${file} ${title}`);
    });
    expect(titles.length).toBeGreaterThan(12);
    expect(
      titles.filter((title) => !tests.some((named) => title === `${named.file} ${named.title}`)),
    ).toEqual([]);
  });
});
