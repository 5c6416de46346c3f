import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * One mutant in one line: where it is, what stood there and what stood there instead.
 *
 * @param {{ fileName: string, location: { start: object, end: object }, replacement: string, status: string }} mutant  as Stryker judged it,
 *   with lines and columns counted from 1
 * @returns {Promise<string>} such as `packages/slo/src/episode.ts:43:19 Survived: a > b → a >= b`
 */
export async function survivorLine({ fileName, location: { start, end }, replacement, status }) {
  const lines = (await readFile(fileName, 'utf8')).split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  const [before, after] = [lines.join('\n'), replacement].map((text) => text.replaceAll(/\s+/g, ' ').trim());
  const place = `${path.relative(process.cwd(), fileName)}:${start.line}:${start.column}`;
  return `${place} ${status}: ${before} → ${after}`;
}
