import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeSeriesAnalyzed, retrievalClient } from '@forewarn/contracts';
import { createKafkaEventLog } from '@forewarn/event-log';
import { canStartServers, createTestCertificates, servers, type TestCertificates } from '@forewarn/testkit';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseEngines, databaseStartTimeoutMs } from '../support/database-engines.js';
import { eventually } from '../support/eventually.js';
import { newRun } from '../support/new-run.js';
import { getJson, sendJson } from '../support/rest-api.js';
import type { ServiceName } from '../support/service-catalogue.js';
import { startService } from '../support/service-process.js';
import { type ServiceSet, startServices } from '../support/service-set.js';
import { syntheticAnalyses } from '../support/synthetic-analyses.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const script = path.join(root, 'db', 'accounts.sql');
const names: readonly ServiceName[] = ['storage', 'retrieval', 'sla-manager'];
const analyses = syntheticAnalyses(3, 4);
const password = 'of its own';

// A server of its own: accounts are the whole server's.
describe.skipIf(!canStartServers()).each(databaseEngines)(
  'services on $name with an account each, by TLS with certificates on both sides',
  { timeout: 240_000 },
  ({ start }) => {
    const { run, topic, env: kafka } = newRun(servers()?.kafkaBrokers ?? '', 2);
    let folder: string;
    let certificates: TestCertificates;
    let server: Awaited<ReturnType<typeof start>>;
    let database: TestDatabase;
    let services: ServiceSet | undefined;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'forewarn-accounts-'));
      certificates = await createTestCertificates(folder);
      const { ca, serverCert: cert, serverKey: key } = certificates;
      server = await start({ readyTimeoutMs: 180_000, tls: { ca, cert, key } });
      database = await createTestDatabase(server.mysql, `accounts_${run}`);
    }, databaseStartTimeoutMs);
    afterAll(async () => {
      await services?.stop();
      await database?.drop();
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    }, 60_000);

    const settingsOf = (account: string) => ({
      ...database.env,
      MYSQL_USER: `forewarn_${account.replace('-', '_')}`,
      MYSQL_PASSWORD: password,
      MYSQL_TLS: 'verify-identity',
      MYSQL_TLS_CA_FILE: certificates.ca,
      MYSQL_TLS_CERT_FILE: certificates.clientCert,
      MYSQL_TLS_KEY_FILE: certificates.clientKey,
    });

    const asAdministrator = async (statements: string) => {
      const { name } = database;
      const connection = await createConnection({
        ...server.mysql,
        database: name,
        multipleStatements: true,
      });
      await connection.query(statements);
      await connection.end();
    };

    /** What the comments of db/accounts.sql have an administrator do once, and each account demands a certificate. */
    const createAccounts = async () => {
      const lines = (await readFile(script, 'utf8')).split('\n').filter((line) => line.startsWith('--   '));
      const statements = lines.map((line) =>
        line.slice('--   '.length).replace("'…'", `'${password}' REQUIRE X509`),
      );
      expect(statements).toHaveLength(names.length + 2);
      await asAdministrator(statements.join('\n'));
    };

    /** The command by which images migrate. @returns what it wrote */
    const migrate = async (
      account: string,
    ): Promise<{ readonly code: number | null; readonly text: string }> => {
      const env = { PATH: process.env.PATH, ...settingsOf(account) };
      const child = spawn(process.execPath, [path.join(root, 'apps/storage/dist/migrate.js')], { env });
      let text = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, text };
    };

    it('migrate by an account for that, and work with the rights of db/accounts.sql', async () => {
      await createAccounts();
      const first = await migrate('migration');
      expect(first, first.text).toMatchObject({ code: 0 });
      expect(first.text).toMatch(
        /applied a schema migration analysis 1 analyses\n(.*\n)*.*has every migration/,
      );
      await asAdministrator(await readFile(script, 'utf8'));
      expect(await migrate('migration')).toEqual({
        code: 0,
        text: `127.0.0.1:${server.port}/${database.name} has every migration of this program\n`,
      });

      const rest = { PROMETHEUS_URL: servers()!.prometheusUrl, STORAGE_RETENTION: '5200w' };
      services = await startServices(names, (name) => ({ ...kafka, ...rest, ...settingsOf(name) }));
      await services.ready();
      const eventLog = createKafkaEventLog({ brokers: [servers()!.kafkaBrokers], clientId: 'test' });
      await eventLog.append(
        topic,
        analyses.map((analysis) => encodeSeriesAnalyzed(analysis)),
      );
      await eventLog.close();
      await eventually('all analyses are stored', async () => {
        const rows = await database.query('SELECT series_id FROM execution_time');
        return rows.length === analyses.length || undefined;
      });

      const client = retrievalClient(services.address('retrieval', 'grpc'));
      let listed = 0;
      for await (const { series } of client.listSeries({})) listed += series.length;
      client.close();
      expect(listed).toBe(3);
      const slas = `http://${services.address('sla-manager', 'http')}/api/v1/slas`;
      const sla = { name: 'up', objectives: [{ name: 'up', indicator: 'up', min: 1 }] };
      expect((await sendJson('POST', slas, sla)).status).toBe(201);
      expect(await getJson(slas)).toMatchObject({ slas: [{ name: 'up' }] });
      for (const name of names) {
        const { log } = services.process(name);
        expect(log.filter(({ message }) => /plain text/.test(message ?? ''))).toEqual([]);
      }
    });

    it('wait for migrations that they may not apply, say so, and go on when somebody has', async () => {
      await database.query("DELETE FROM module_migration WHERE module = 'analysis' AND version = 4");
      const retrieval = await startService('retrieval', {
        ...kafka,
        RETRIEVAL_PORT: '0',
        ...settingsOf('retrieval'),
      });
      try {
        const line = await retrieval.logged(({ message }) => message === 'waiting for the store');
        expect(line.error).toMatchObject({
          message: expect.stringMatching(/\(analysis 4\).*"database migrate"/),
        });
        expect(await migrate('storage')).toMatchObject({
          code: 1,
          text: expect.stringContaining('analysis 4'),
        });
        expect(await migrate('migration')).toMatchObject({ code: 0 });
        await retrieval.ready();
      } finally {
        await retrieval.kill();
      }
    });

    it('end with a word of what to set where the server is not the one that they trust', async () => {
      const wrong = { ...settingsOf('retrieval'), MYSQL_TLS_CA_FILE: certificates.otherCa };
      const retrieval = await startService('retrieval', { ...kafka, RETRIEVAL_PORT: '0', ...wrong });
      try {
        const line = await retrieval.logged(({ message }) => /^forewarn: /.test(message ?? ''));
        expect(line.message).toMatch(/not by an authority that is trusted here: set MYSQL_TLS_CA_FILE/);
      } finally {
        await retrieval.kill();
      }
    });
  },
);
