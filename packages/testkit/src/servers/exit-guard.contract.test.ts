import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { requireFreePort } from './free-port.js';
import { findProgram } from './server-programs.js';

const START = new URL('../../dist/servers/start-node-exporter.js', import.meta.url).href;
const isAbsent = process.env.CI !== 'true' && (await findProgram('node-exporter')) === undefined;

const endings = {
  'an uncaught error': { script: 'throw new Error("planned")', code: 1 },
  'process.exit': { script: 'process.exit(3)', code: 3 },
  'a SIGTERM that nobody handles': {
    script: 'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 99)',
    code: 143,
  },
};

describe.skipIf(isAbsent)('a process that started a server', () => {
  it.each(Object.entries(endings))(
    'takes it and its data along when it ends by %s',
    async (_, { script, code }) => {
      const temporary = await mkdtemp(join(tmpdir(), 'forewarn-exit-test-'));
      const source = `import { startNodeExporter } from '${START}'; console.log((await startNodeExporter()).port); ${script}`;
      const env = { ...process.env, TMPDIR: temporary };
      const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [[port], [exitCode]] = await Promise.all([once(child.stdout, 'data'), once(child, 'exit')]);
      expect(exitCode).toBe(code);
      expect(await readdir(temporary)).toEqual([]);
      await vi.waitFor(() => requireFreePort(Number(String(port)), 'the next server'));
      await rm(temporary, { recursive: true });
    },
  );
});
