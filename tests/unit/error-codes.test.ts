/// <reference types="vite/client" />
import { readFileSync } from 'node:fs';
import { type ErrorDefinitions, type ErrorKind, isRecordFaultKind, isRetryableKind } from '@forewarn/core';
import { describe, expect, it } from 'vitest';

/** Every `…ErrorCodes` of the packages and apps, wherever a part registers its own. */
const modules = import.meta.glob<Record<string, unknown>>(
  '../../{packages,apps}/*/src/**/{error-codes,*-error,error-definitions}.ts',
  { eager: true },
);
const registries = Object.entries(modules).flatMap(([file, module]) =>
  Object.entries(module).flatMap(([name, value]) =>
    /^(e|\w+E)rrorCodes$/.test(name) ? [{ file, codes: value as ErrorDefinitions }] : [],
  ),
);
const registered = registries.flatMap(({ codes }) =>
  Object.entries(codes).map(([code, { kind, meaning }]) => [code, kind, meaning]),
);

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

/** The cells of the rows of the table under a heading. */
function table(heading: string): string[][] {
  const section = page.split(`## ${heading}\n`)[1]!.split('\n## ')[0]!;
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const documentedKinds = table('What each edge does with a kind');
const documentedCodes = table('Codes');
const kindsInUse = new Set(registered.map(([, kind]) => kind));

describe('docs/errors.md', () => {
  it('lists every code that a part registers, with its kind and meaning, and no other', () => {
    expect(documentedCodes.map((row) => row.slice(0, 3)).sort()).toEqual(registered.sort());
  });

  it('gathers the codes of several parts, each code once', () => {
    expect(registries.length).toBeGreaterThan(5);
    const codes = registered.map(([code]) => code);
    expect(codes).toEqual([...new Set(codes)]);
  });

  it('says for every code what to do', () => {
    for (const [code, , , advice] of documentedCodes) expect(advice, code).toMatch(/^[A-Z].{10,}\.$/);
  });

  it('has a row for every kind that a code has', () => {
    const kinds = documentedKinds.map(([kind]) => kind);
    expect(kinds).toEqual(expect.arrayContaining([...kindsInUse]));
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  it.each(documentedKinds)('says of %s what the code does', (kind, _grpc, _http, retry, consumer) => {
    expect(isRetryableKind(kind as ErrorKind)).toBe(retry === 'yes');
    expect(isRecordFaultKind(kind as ErrorKind)).toBe(consumer!.endsWith('puts the record aside'));
    expect(retry === 'yes').toBe(consumer === 'backs off and retries');
  });
});
