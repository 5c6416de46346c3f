import { cp, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '@forewarn/testkit';
import { repositoryRoot } from './deployed-monitoring.js';

/** What `deploy/make-env.sh` has made. */
export interface MadeEnv {
  /** The variables that are set, by name. */
  readonly env: Readonly<Record<string, string>>;
  /** The file as it stands. */
  readonly text: string;
  /** Its permission bits. */
  readonly mode: number;
  /** What the script said. */
  readonly output: string;
}

/** Runs `deploy/make-env.sh` as in a checkout, in a folder that holds nothing else than what it reads. */
export async function makeEnv(folder: string): Promise<MadeEnv> {
  for (const file of ['.env.example', 'deploy/make-env.sh'])
    await cp(path.join(repositoryRoot, file), path.join(folder, file));
  const { code, output } = await runCommand('sh', [path.join(folder, 'deploy/make-env.sh')]);
  if (code !== 0) throw new Error(`make-env.sh ended with ${code}:\n${output}`);
  const file = path.join(folder, '.env');
  const text = await readFile(file, 'utf8');
  const set = Array.from(text.matchAll(/^([A-Z0-9_]+)=(.+)$/gm), ([, name, value]) => [name!, value!]);
  return { env: Object.fromEntries(set), text, mode: (await stat(file)).mode & 0o777, output };
}
