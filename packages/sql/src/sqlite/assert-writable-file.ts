import type { StatsFs } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ForewarnError } from '@forewarn/core';

/** Twice what a full batch, 50 analyses of 1,440 points, adds to the write-ahead log: 8 MB, as measured. */
export const leastFreeBytes = 16_777_216;

/**
 * Asks the file system, not SQLite: a file that became read-only after it was opened shows at the next write only.
 *
 * @param leastFree  bytes below which its disk counts as full
 * @throws {ForewarnError} `store-unavailable` when the file may not be written, or its disk is full
 */
export async function assertWritableFile(file: string, leastFree = leastFreeBytes): Promise<void> {
  await access(file, constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
    throw cannotWrite(
      file,
      `the system says ${cause.code}; look at its permissions and its file system`,
      cause,
    );
  });
  const room = await statfs(dirname(file)).catch((cause) => {
    throw cannotWrite(file, 'its file system does not answer', cause);
  });
  const free = freeBytes(room, process.getuid?.() === 0);
  if (free < leastFree) throw cannotWrite(file, `its disk has ${free} bytes left; make room`);
}

/** What is kept for root counts for root alone. @returns bytes; infinity of a file system without a size, which tells nothing */
export const freeBytes = (
  { bavail, bfree, blocks, bsize }: Pick<StatsFs, 'bavail' | 'bfree' | 'blocks' | 'bsize'>,
  isRoot: boolean,
): number => (blocks === 0 ? Number.POSITIVE_INFINITY : (isRoot ? bfree : bavail) * bsize);

const cannotWrite = (file: string, reason: string, cause?: unknown): ForewarnError =>
  new ForewarnError('store-unavailable', `nothing can be written to the database file (${file}): ${reason}`, {
    details: { file },
    ...(cause !== undefined && { cause }),
  });
