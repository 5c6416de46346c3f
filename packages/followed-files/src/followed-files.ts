import { readFileSync, statSync } from 'node:fs';
import { ForewarnError, type Logger } from '@forewarn/core';

/** Files that are read again when they change. */
export interface FollowedFilesOptions<T> {
  /** By the names that messages call them, such as those of their settings. One without a path is passed over. */
  readonly paths: Readonly<Record<string, string | undefined>>;
  /** Makes something of their contents, which have the same names; throws when they are not what they should be. */
  readonly read: (contents: Readonly<Record<string, string>>) => T;
  readonly logger: Logger;
  /** Logged when they were read again. */
  readonly changed?: string;
  /** Logged, once until they are right again, when they could not be. */
  readonly kept?: string;
  /** Milliseconds for which what was read is taken as it is, before anybody looks whether the files have changed. */
  readonly freshMs?: number;
  /** Milliseconds, for tests. Default: a clock that nobody sets. */
  readonly now?: () => number;
}

/**
 * What is in files now, for secrets that are replaced while the program runs: read when they have changed, and looked at once a second at most.
 * Files that vanish, or are not what they should be (such as a new key beside the old certificate), leave what was known, with a warning, until they
 * are right again. It is read without waiting, as drivers want it while they connect; that is seldom, and the files are small.
 *
 * @throws {ForewarnError} `config-invalid` when they cannot be read at first; later calls throw nothing
 */
export function followedFiles<T>(options: FollowedFilesOptions<T>): () => T {
  const { read, logger, freshMs = 1_000, now = () => performance.now() } = options;
  const { changed = 'a secret was read anew' } = options;
  const { kept = 'a secret cannot be read anew: the last one is used until it can' } = options;
  const paths = given(options.paths);
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
      logger.info({ files: paths }, changed);
    } catch (thrown) {
      if (!isBroken) logger.warn({ files: paths, error: ForewarnError.from(thrown) }, kept);
      isBroken = true;
    }
    return value;
  };
}

const given = (paths: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(paths).flatMap(([name, path]) => (path === undefined ? [] : [[name, path]])),
  );

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
