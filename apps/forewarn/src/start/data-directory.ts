import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ForewarnError } from '@forewarn/core';

/** The files of the embedded mode. */
export interface DataDirectory {
  readonly root: string;
  readonly eventLogFile: string;
  readonly storeFile: string;
  readonly logFile: string;
  /** Remembers since when the recording is replayed. */
  readonly replayFile: string;
  /** The administrator's key, where one was drawn. */
  readonly adminKeyFile: string;
  /** And the token of operations. */
  readonly operationsTokenFile: string;
}

/**
 * Creates the directory that the embedded mode keeps its data in, for its owner alone.
 *
 * @param parent  the directory that the user named, or the default
 * @param source  a folder name for the metric source, so that a recording and a live Prometheus do not mix
 * @throws        {ForewarnError} `data-directory-unusable`
 */
export function openDataDirectory(parent: string, source: string): DataDirectory {
  const root = path.resolve(parent, source);
  try {
    makeDirectory(root, forOwner);
    accessSync(root, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new ForewarnError(
      'data-directory-unusable',
      `the data directory ${root} cannot be written (${code}): choose another with --data-dir, or mend its permissions`,
      {
        details: { directory: root },
        cause,
      },
    );
  }
  return {
    root,
    eventLogFile: path.join(root, 'event-log.sqlite'),
    storeFile: path.join(root, 'store.sqlite'),
    logFile: path.join(root, 'forewarn.log'),
    replayFile: path.join(root, 'replay.json'),
    adminKeyFile: path.join(root, 'admin-key'),
    operationsTokenFile: path.join(root, 'operations-token'),
  };
}

/** What is inside tells of the system that is watched, and of who may do what: other users of the machine see none of it. */
const forOwner = 0o700;

/** One folder after another: `recursive` never ends where the parent is there and the folder cannot be, as below /proc. */
function makeDirectory(directory: string, mode?: number): void {
  try {
    mkdirSync(directory, { mode });
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(directory).isDirectory()) return;
    const parent = path.dirname(directory);
    if (code !== 'ENOENT' || existsSync(parent)) throw thrown;
    makeDirectory(parent);
    makeDirectory(directory, mode);
  }
}
