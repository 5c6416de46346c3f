import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { findExecutable } from '../servers/find-executable.js';
import { runCommand } from '../servers/run-command.js';
import { cacheFolder } from '../servers/server-programs.js';

/** A program that `go install` builds. */
export interface GoTool {
  /** Import path of its main package, such as `github.com/rhysd/actionlint/cmd/actionlint`. */
  readonly source: string;
  /** Exact version, such as `v1.7.7`. */
  readonly version: string;
}

/** Surroundings of {@link goTool}. */
export interface GoToolOptions {
  readonly signal?: AbortSignal | undefined;
  /** Receives what a person must know; standard error by default. */
  readonly say?: (text: string) => void;
}

/** Helm alone takes five minutes on a machine with other work. */
const LIMIT_MS = 1_200_000;

/**
 * Path of a Go program, for tests of what only it can judge. It is built into the user's cache when it is not there: all at once or not at
 * all, and of two simultaneous builds either may win.
 *
 * @returns the path; `undefined` where Go is absent, which is then said loudly
 * @throws  when the build fails, and where Go is absent in CI (`CI=true`)
 */
export async function goTool(tool: GoTool, options: GoToolOptions = {}): Promise<string | undefined> {
  const { signal, say = (text) => process.stderr.write(text) } = options;
  const name = programName(tool.source);
  const path = join(cacheFolder(), `${name}-${tool.version}`, name);
  if (await exists(path)) return path;
  const go = await findExecutable(['go']);
  if (go !== undefined) return build(go, tool, path, signal);
  const problem = `${name} is built with Go, which is not on PATH: install it (https://go.dev/dl) to run the tests that need ${name}.`;
  if (process.env.CI === 'true') throw new Error(problem);
  say(`\n${'!'.repeat(100)}\nTESTS WITH ${name} ARE SKIPPED\n${problem}\n${'!'.repeat(100)}\n\n`);
  return undefined;
}

/** As Go names it: by the last part of the path that is not its major version. */
const programName = (source: string): string => posix.basename(source.replace(/\/v\d+$/, ''));

async function build(
  go: string,
  { source, version }: GoTool,
  path: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const target = dirname(path);
  await mkdir(dirname(target), { recursive: true });
  const fresh = await mkdtemp(`${target}.`);
  try {
    const env = { ...process.env, GOBIN: fresh };
    const args = ['install', `${source}@${version}`];
    const { code, output } = await runCommand(go, args, { signal, env, timeoutMs: LIMIT_MS });
    if (code !== 0) throw new Error(`go ${args.join(' ')} failed:\n${output.trim()}`);
    // Onto a folder that is not empty a rename fails: then another build has won.
    await rename(fresh, target).catch(async (error) => {
      if (!(await exists(path))) throw error;
    });
    return path;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
