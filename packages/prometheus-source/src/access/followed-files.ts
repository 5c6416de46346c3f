import { readFileSync, statSync } from 'node:fs';
import { ForewarnError, type Logger } from '@forewarn/core';

/** How long what was read is taken as it is, before anybody looks whether the files have changed. */
const freshMs = 1_000;

/** Files that are read again when they change. */
export interface FollowedFilesOptions<T> {
  /** By the names of the settings that have them. */
  readonly paths: Readonly<Record<string, string>>;
  /** Makes something of their contents, which have the same names; throws when they are not what they should be. */
  readonly read: (contents: Readonly<Record<string, string>>) => T;
  readonly logger: Logger;
  /** Milliseconds, for tests. Default: a clock that nobody sets. */
  readonly now?: () => number;
}

/**
 * What is in files now, for secrets that are replaced while the program runs: looked at once a second at most, read when they have changed.
 * Files that vanish, or are not what they should be (such as a new key beside the old certificate), leave what was known, with a warning, until they
 * are right again.
 *
 * @throws {ForewarnError} `config-invalid` when they cannot be read at first; later calls throw nothing
 */
export function followedFiles<T>(options: FollowedFilesOptions<T>): () => T {
  const { paths, read, logger, now = () => performance.now() } = options;
  let stamp = stampOf(paths);
  let value = read(contentsOf(paths));
  let checkedMs = now();
  let isBroken = false;
  return () => {
    if (now() - checkedMs < freshMs) return value;
    checkedMs = now();
    try {
      const present = stampOf(paths);
      if (present === stamp) return value;
      value = read(contentsOf(paths));
      stamp = present;
      isBroken = false;
    } catch (thrown) {
      if (!isBroken)
        logger.warn(
          { error: ForewarnError.from(thrown) },
          'a secret cannot be read anew: the last one is used until it can',
        );
      isBroken = true;
    }
    return value;
  };
}

/** Differs when a file was written or replaced, also by a link to another one, as Kubernetes does it. */
const stampOf = (paths: Readonly<Record<string, string>>): string =>
  Object.entries(paths)
    .map(([name, path]) => {
      const { ino, size, mtimeMs, ctimeMs } = accessible(name, path, () => statSync(path));
      return [ino, size, mtimeMs, ctimeMs].join(' ');
    })
    .join('\n');

const contentsOf = (paths: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(paths).map(([name, path]) => [
      name,
      accessible(name, path, () => readFileSync(path, 'utf8')),
    ]),
  );

function accessible<T>(name: string, path: string, look: () => T): T {
  try {
    return look();
  } catch (thrown) {
    const why = thrown instanceof Error && 'code' in thrown ? thrown.code : 'unknown error';
    throw new ForewarnError('config-invalid', `${name}: ${path} cannot be read (${why})`);
  }
}
