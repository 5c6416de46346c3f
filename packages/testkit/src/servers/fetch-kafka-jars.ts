import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from './run-command.js';
import { hasKafkaJars, KAFKA_ASSETS } from './server-programs.js';

const LIMIT_MS = 900_000;

/**
 * Fetches the Kafka broker's jars with Maven. They appear in the folder all at once or not at all, and of two
 * simultaneous fetches one wins and the other agrees.
 *
 * @param maven   path of `mvn`
 * @param folder  where the jars shall be; replaced when it is there without them
 * @returns       why it could not, or `undefined` when the jars are there
 */
export async function fetchKafkaJars(
  maven: string,
  folder: string,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  if (await hasKafkaJars(folder)) return undefined;
  await mkdir(dirname(folder), { recursive: true });
  const fresh = await mkdtemp(`${folder}.`);
  try {
    const problem = await copyDependencies(maven, fresh, options.signal);
    if (problem !== undefined) return problem;
    await moveInto(fresh, folder);
    return undefined;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Into a local repository of its own, because Maven's usual one does not bear two Mavens at a time. */
async function copyDependencies(
  maven: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const jars = join(folder, 'jars');
  const repository = join(folder, 'repository');
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${jars}`, '-DincludeScope=runtime'];
  const quiet = ['--batch-mode', '--quiet', '--file', join(KAFKA_ASSETS, 'pom.xml')];
  const args = [...quiet, `-Dmaven.repo.local=${repository}`, ...goal];
  const { code, output } = await runCommand(maven, args, { signal, timeoutMs: LIMIT_MS });
  if (code === 0 && (await hasKafkaJars(jars))) return undefined;
  return `Maven could not fetch Kafka's jars:\n${output.trim().split('\n').slice(-10).join('\n')}`;
}

/** A rename onto a folder that is not empty fails: then either another fetch has won, or what is there is broken. */
async function moveInto(fresh: string, folder: string): Promise<void> {
  const jars = join(fresh, 'jars');
  try {
    await rename(jars, folder);
  } catch (error) {
    if (await hasKafkaJars(folder)) return;
    if (!isNotEmpty(error)) throw error;
    await rename(folder, join(fresh, 'broken'));
    await rename(jars, folder);
  }
}

function isNotEmpty(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST');
}
