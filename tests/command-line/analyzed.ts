import { expect } from 'vitest';
import { runForewarn } from '../support/forewarn-program.js';

/** Where the series of {@link wave} and others begin. */
export const startSeconds = Date.UTC(2026, 0, 1) / 1000;

/** A line that `forewarn analyze` prints, parsed. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what is tested
export type Line = any;

/** Runs `forewarn analyze -`, which must succeed in silence. */
export async function analyzed(body: string | Uint8Array, ...flags: string[]): Promise<Line[]> {
  const { code, stdout, stderr } = await runForewarn(['analyze', '-', ...flags], { input: body });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return linesOf(stdout);
}

/** The lines that `forewarn analyze` printed, in which no number may be missing. */
export function linesOf(stdout: string): Line[] {
  expect(stdout).not.toMatch(/NaN|Infinity/);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Large values that rise and fall, with noise that is always the same. */
export const wave = (length: number): number[] =>
  Array.from({ length }, (_, at) => 1e9 + 1e8 * Math.sin(at / 9) + 1e6 * ((at * 7919) % 13));
