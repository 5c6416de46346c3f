import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from './service-catalogue.js';

/** How a service ended, and what it said to people. */
export interface ServiceExit {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs a service that is expected to end by itself; it is killed when it does not. */
export async function serviceExit(
  name: ServiceName,
  env: Readonly<Record<string, string>>,
  timeoutMs = 20_000,
): Promise<ServiceExit> {
  const main = fileURLToPath(new URL(`../../apps/${name}/dist/main.js`, import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, OPERATIONS_PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}
