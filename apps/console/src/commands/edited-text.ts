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
    const [code, signal] = await once(child, 'exit');
    if (code !== 0)
      throw new ForewarnError(
        'invalid-request',
        `the editor (${editor}) ended with ${code ?? signal}: nothing was changed`,
      );
    return await readFile(file, 'utf8');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * The failure that met an edited text, which says where the text is kept: nobody should have to write it again.
 *
 * @param name  of the SLA
 */
export async function withTextKept(thrown: unknown, text: string, name: string): Promise<ForewarnError> {
  const error = ForewarnError.from(thrown);
  const directory = await mkdtemp(path.join(os.tmpdir(), 'forewarn-kept-'));
  const file = path.join(directory, 'sla.json');
  await writeFile(file, text, { mode: 0o600 });
  const way = `what you wrote is kept in ${file}: mend it, and use forewarn sla edit ${name} --file ${file}`;
  return new ForewarnError(error, `${error.message}; ${way}`, { details: error.details, cause: thrown });
}
