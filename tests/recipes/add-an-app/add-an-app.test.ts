import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { canStartServers, freePort, servers } from '@forewarn/testkit';
import { credentials, loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedForewarn } from '../../support/embedded-forewarn.js';
import { eventually } from '../../support/eventually.js';
import { runForewarn } from '../../support/forewarn-program.js';
import { newRun } from '../../support/new-run.js';
import { type ServiceProcess, startService } from '../../support/service-process.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { type CheckoutWithApp, checkoutWithApp } from './checkout-with-app.js';

let checkout: CheckoutWithApp;

beforeAll(async () => {
  checkout = await checkoutWithApp();
}, 300_000);

afterAll(() => checkout?.remove());

/** Where a running app of notes is. */
interface Running {
  readonly url: string;
  readonly grpcAddress: string;
  readonly operationsUrl: string;
}

const note = async (running: Running, text: string): Promise<void> => {
  const program = path.join(checkout.folder, 'apps/forewarn/bin/forewarn.mjs');
  const { code, stdout } = await runForewarn(['note', text, '--url', running.url], { program });
  expect({ code, written: JSON.parse(stdout) }).toMatchObject({ code: 0, written: { text } });
};

const notesOver = async ({ url }: Running): Promise<string[]> => {
  const { notes } = (await (await fetch(`${url}/api/v1/notes`)).json()) as { notes: { text: string }[] };
  return notes.map(({ text }) => text).sort();
};

async function countOver({ grpcAddress }: Running): Promise<number> {
  const file = path.join(checkout.folder, 'proto/forewarn/notes/v1/notes.proto');
  const types = loadPackageDefinition(loadSync(file)) as unknown as {
    forewarn: { notes: { v1: { NotesService: ServiceClientConstructor } } };
  };
  const client = new types.forewarn.notes.v1.NotesService(grpcAddress, credentials.createInsecure());
  try {
    const call = promisify(client.CountNotes!.bind(client)) as (
      request: object,
    ) => Promise<{ count: number }>;
    return (await call({})).count;
  } finally {
    client.close();
  }
}

/** What a user of the app can do, the same in both modes. */
async function writesAndReads(running: Running): Promise<void> {
  await note(running, 'buy disks');
  await note(running, 'ask about memory');
  const stored = await eventually('both notes are stored', async () => {
    const notes = await notesOver(running);
    return notes.length === 2 ? notes : undefined;
  });
  expect(stored).toEqual(['ask about memory', 'buy disks']);
  expect(await countOver(running)).toBe(2);
  const metrics = await (await fetch(`${running.operationsUrl}/metrics`)).text();
  expect(metrics).toMatch(/^forewarn_notes_total 2$/m);
  const refused = await fetch(`${running.url}/api/v1/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"text":""}',
  });
  expect(refused.status).toBe(400);
  const document = (await (await fetch(`${running.url}/openapi.json`)).json()) as { paths: object };
  expect(Object.keys(document.paths)).toContain('/api/v1/notes');
}

describe('an app that is added as CONTRIBUTING says', () => {
  it('touches at most eight files that are there, the lockfile included, and the recipe names each', async () => {
    const guide = await readFile(fileURLToPath(new URL('../../../CONTRIBUTING.md', import.meta.url)), 'utf8');
    const recipe = guide.split('**Add an app.**')[1]!.split('\n**')[0]!;
    const touched = [...checkout.touched, 'package-lock.json'];
    expect(touched.length).toBeLessThanOrEqual(8);
    for (const file of touched) expect(recipe).toContain(file);
  });

  describe('in the process of all apps', () => {
    const place = embeddedForewarn(() => path.join(checkout.folder, 'apps/forewarn/bin/forewarn.mjs'));

    it('writes by its command, stores its topic in its table, and answers over REST and gRPC', () =>
      writesAndReads(place()));

    it('leaves the others as they are', async () => {
      const answer = await fetch(`${place().url}/api/v1/status`);
      expect(answer.status).toBe(200);
    });
  });

  describe.skipIf(!canStartServers())('as a process of its own, on real servers', () => {
    let database: TestDatabase;
    let processes: readonly ServiceProcess[] = [];
    let running: Running;

    beforeAll(async () => {
      const addresses = servers()!;
      const { run, env: kafka } = newRun(addresses.kafkaBrokers, 2);
      database = await createTestDatabase(addresses.mysql, `notes_${run}`);
      const [port, grpcPort] = [await freePort(), await freePort()];
      const env = {
        ...database.env,
        ...kafka,
        NOTES_PORT: String(port),
        NOTES_GRPC_PORT: String(grpcPort),
      };
      processes = [
        await startService('storage', env, checkout.folder),
        await startService('notes', env, checkout.folder),
      ];
      await Promise.all(processes.map((each) => each.ready()));
      running = {
        url: `http://127.0.0.1:${port}`,
        grpcAddress: `127.0.0.1:${grpcPort}`,
        operationsUrl: processes[1]!.operationsUrl,
      };
    });

    afterAll(async () => {
      const codes = await Promise.all(processes.map((each) => each.stop()));
      await database?.drop();
      expect(codes, 'both stop in good order on SIGTERM').toEqual(codes.map(() => 0));
    });

    it('does the same', () => writesAndReads(running));

    it('has migrated its own module, and storage those of all that it stores', async () => {
      const rows = await database.query<{ module: string }>(
        'SELECT DISTINCT module FROM module_migration ORDER BY module',
      );
      expect(rows.map(({ module }) => module)).toEqual([
        'access',
        'analysis',
        'consumer-offsets',
        'notes',
        'slo',
      ]);
    });
  });
});
