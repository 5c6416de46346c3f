import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface LockedPackage {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const lockfile = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

it('locks the packages of every platform, without which `npm ci` refuses to install on all of them', () => {
  const names = new Set(Object.keys(lockfile.packages).map((path) => path.split('node_modules/').at(-1)));
  const optional = Object.values(lockfile.packages).flatMap((locked) =>
    Object.keys(locked.optionalDependencies ?? {}),
  );
  expect(optional.length).toBeGreaterThan(30);
  expect(optional.filter((name) => !names.has(name))).toEqual([]);
});

it('names no host of a registry, so that each user installs from their own', () => {
  const resolved = Object.values(lockfile.packages).filter(
    ({ link, resolved }) => resolved !== undefined && !link,
  );
  expect(resolved).toEqual([]);
});

it('holds of every package a digest, so that what a registry gives is what was once tested', () => {
  const foreign = Object.entries(lockfile.packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && !link,
  );
  expect(foreign.length).toBeGreaterThan(300);
  const unchecked = foreign.filter(
    ([, { integrity = '' }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity),
  );
  expect(unchecked.map(([path]) => path)).toEqual([]);
});

it('has nothing by git, by an address or from a folder outside: only a registry keeps what it has given', () => {
  const wanted = Object.entries(lockfile.packages).flatMap(([path, locked]) =>
    [
      locked.dependencies,
      locked.devDependencies,
      locked.optionalDependencies,
      locked.peerDependencies,
    ].flatMap((names = {}) => Object.entries(names).map(([name, range]) => ({ path, name, range }))),
  );
  expect(wanted.length).toBeGreaterThan(500);
  // `npm:` renames a package of the registry; every other colon or slash leads elsewhere.
  const elsewhere = wanted.filter(({ range }) => /[:/]/.test(range.replace(/^npm:(@[\w.-]+\/)?/, '')));
  expect(elsewhere).toEqual([]);
});
