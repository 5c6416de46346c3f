import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface LockedPackage {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
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
