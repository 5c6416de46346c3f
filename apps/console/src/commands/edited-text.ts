import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Environment } from '@forewarn/config';
import { ForewarnError } from '@forewarn/core';

/**
 * Lets a person change a text in their editor: `$VISUAL`, else `$EDITOR`, else vi.
 *
 * @throws {ForewarnError} `invalid-request` when the editor cannot be run or ends with a failure; nothing is kept then
 */
export async function editedText(text: string, { VISUAL, EDITOR }: Environment): Promise<string> {
  const editor = VISUAL || EDITOR || 'vi';
  const directory = await mkdtemp(path.join(os.tmpdir(), 'forewarn-edit-'));
  try {
    const file = path.join(directory, 'sla.json');
    await writeFile(file, text, { mode: 0o600 });
    // By the shell, since the variable may hold arguments: `code --wait`. The file's name is not part of the command.
    const child = spawn('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    if (code !== 0)
      throw new ForewarnError(
        'invalid-request',
        `the editor (${editor}) ended with ${code}: nothing was changed`,
      );
    return await readFile(file, 'utf8');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
