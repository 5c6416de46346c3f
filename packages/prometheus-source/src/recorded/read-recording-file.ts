import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ForewarnError } from '@forewarn/core';
import { RecordingError } from '../recording-error.js';

const unpack = promisify(gunzip);

/** A damaged or hostile file does not fill the memory. */
const largestFileBytes = 64 * 1024 * 1024;

/**
 * The names in a recording's directory, sorted.
 *
 * @throws {ForewarnError} `recording-invalid`
 */
export async function listRecordingFiles(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch (cause) {
    throw invalidRecording(directory, `the directory cannot be read (${reason(cause)})`, cause);
  }
}

/**
 * Reads one JSON file of a recording, gzipped when its name says so.
 *
 * @throws {ForewarnError} `recording-invalid`, naming the file
 */
export async function readRecordingFile(path: string): Promise<unknown> {
  try {
    const bytes = await readFile(path);
    const text = path.endsWith('.gz') ? await unpack(bytes, { maxOutputLength: largestFileBytes }) : bytes;
    return JSON.parse(new TextDecoder().decode(text));
  } catch (cause) {
    throw invalidRecording(path, `it cannot be read as JSON (${reason(cause)})`, cause);
  }
}

/** The error for a file, or a directory, that is no part of a recording. */
export const invalidRecording = (path: string, problem: string, cause?: unknown): ForewarnError =>
  new RecordingError('recording-invalid', `${path} is not part of a recording: ${problem}`, {
    details: { path },
    cause,
  });

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
