import { accessSync, constants, mkdirSync } from 'node:fs';
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
}

/**
 * Creates the directory that the embedded mode keeps its data in.
 *
 * @param parent  the directory that the user named, or the default
 * @param source  a folder name for the metric source, so that a recording and a live Prometheus do not mix
 * @throws        {ForewarnError} `data-directory-unusable`
 */
export function openDataDirectory(parent: string, source: string): DataDirectory {
  const root = path.resolve(parent, source);
  try {
    mkdirSync(root, { recursive: true });
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
  };
}
