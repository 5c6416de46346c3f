import { chmod, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  runForewarn,
  spawnForewarn,
} from '../support/forewarn-program.js';

const env = { ACCESS: 'required' };

describe("the administrator's key that forewarn start draws", { timeout: 120_000 }, () => {
  let place: EmbeddedPlace;
  let file: string;
  let key: string;
  let forewarn: ForewarnProgram;

  beforeAll(async () => {
    place = await embeddedPlace();
    file = path.join(place.dataDir, 'recording', 'admin-key');
    forewarn = spawnForewarn(['start', ...place.flags], { env });
    await forewarn.printed(/administrator's key is in .+\n/);
    key = (await readFile(file, 'utf8')).trim();
  });

  afterAll(async () => {
    await forewarn?.end('SIGKILL');
    await place?.remove();
  });

  it('is for the eyes of who started it', async () => {
    const { stdout, stderr } = await forewarn.end('SIGINT');
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(stdout + stderr).toContain(file);
    expect(stdout + stderr).not.toContain(key);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  });

  it.each([0o644, 0o640, 0o602])(
    'is not taken from a file that others may read or write: %o',
    async (mode) => {
      await chmod(file, mode);
      const { code, stdout, stderr } = await runForewarn(['start', ...place.flags], { env });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(
          /admin-key cannot be used: others may read it: chmod 600 it, or delete it/,
        ),
      });
      expect(stdout + stderr).not.toContain(key);
    },
  );
});
