import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createTestCertificates,
  type MysqlHandle,
  type MysqlServerOptions,
  type MysqlServerTls,
  type TestCertificate,
  type TestCertificates,
} from '@forewarn/testkit';
import { sql } from 'kysely';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { SqlDatabase } from '../../database/sql-database.js';
import { openMysql } from '../open-mysql.js';
import type { MysqlTls } from './mysql-tls.js';

/** A kind of server, and how it is told to read its certificates again. */
export interface TlsEngine {
  readonly start: (options: MysqlServerOptions) => Promise<MysqlHandle>;
  readonly reload: string;
}

/** What holds of TLS to any server. */
export function mysqlTlsPromises({ start, reload }: TlsEngine): void {
  let folder: string;
  let certificates: TestCertificates;
  let ca: string;
  let served: MysqlServerTls;
  let server: MysqlHandle;
  let admin: Connection;
  let opened: SqlDatabase[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forewarn-mysql-tls-'));
    certificates = await createTestCertificates(join(folder, 'made'));
    ca = certificates.ca;
    const [cert, key] = [join(folder, 'server.crt'), join(folder, 'server.key')];
    served = { ca: join(folder, 'server-ca.crt'), cert, key };
    await putInPlace(good());
    server = await start({ tls: served, readyTimeoutMs: 180_000 });
    admin = await createConnection({ ...server.mysql });
    await admin.query('CREATE DATABASE d');
    for (const [name, demand] of Object.entries({ anyone: 'NONE', encrypted: 'SSL', known: 'X509' })) {
      await admin.query(`CREATE USER '${name}'@'%' IDENTIFIED BY 'p' REQUIRE ${demand}`);
      await admin.query(`GRANT SELECT ON d.* TO '${name}'@'%'`);
    }
  }, 400_000);
  afterAll(async () => {
    await admin?.end();
    await server?.stop();
    await rm(folder, { recursive: true });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(opened.map((database) => database.close()));
    opened = [];
    await serve(good());
  });

  const good = (): TestCertificate => ({ cert: certificates.serverCert, key: certificates.serverKey });

  const putInPlace = async ({ cert, key }: TestCertificate, authority = ca) => {
    await copyFile(authority, served.ca);
    await copyFile(cert, served.cert);
    await copyFile(key, served.key);
  };

  /** The server shows this certificate from now on. @param authority  of it: MySQL takes no other */
  const serve = async (certificate: TestCertificate, authority?: string) => {
    await putInPlace(certificate, authority);
    await admin.query(reload);
  };

  const open = (user: string, tls?: MysqlTls, host = '127.0.0.1') => {
    const { port } = server;
    const database = openMysql({ host, port, user, password: 'p', database: 'd', tls });
    opened.push(database);
    return database;
  };

  /** The cipher of a connection; empty in plain text. */
  const cipherOf = async (database: SqlDatabase) => {
    const query = sql<{ Value: string }>`SHOW STATUS LIKE 'Ssl_cipher'`.compile(database.dialect.queries);
    return (await database.read(query))[0]?.Value;
  };

  const refusal = (code: string, message: RegExp) =>
    expect.objectContaining({ code, retryable: false, message: expect.stringMatching(message) });

  const verified = () => ({ mode: 'verify-identity', caFile: ca }) as const;
  const verifiedCa = () => ({ mode: 'verify-ca', caFile: ca }) as const;

  it.each(['127.0.0.1', 'localhost'])(
    'is spoken when the certificate is for %s, which was asked for',
    async (host) => {
      const database = open('anyone', verified(), host);
      const ciphers = await Promise.all([cipherOf(database), cipherOf(database)]);
      for (const cipher of ciphers) expect(cipher).toMatch(/^TLS_/);
    },
  );

  it('is not spoken where it was not asked for', async () => {
    expect(await cipherOf(open('anyone'))).toBe('');
    expect(await cipherOf(open('anyone', { mode: 'disabled' }))).toBe('');
  });

  it('is refused with a server whose authority is not trusted, unless nobody asks who it is', async () => {
    const wrong = { ...verified(), caFile: certificates.otherCa };
    const untrusted = refusal(
      'store-tls-failed',
      /not by an authority that is trusted here: set MYSQL_TLS_CA_FILE/,
    );
    await expect(cipherOf(open('anyone', wrong))).rejects.toEqual(untrusted);
    await expect(cipherOf(open('anyone', { ...wrong, mode: 'verify-ca' }))).rejects.toEqual(untrusted);
    await expect(cipherOf(open('anyone', { mode: 'verify-ca' }))).rejects.toEqual(untrusted);
    expect(await cipherOf(open('anyone', { mode: 'required' }))).toMatch(/^TLS_/);
  });

  it('is refused with a server whose certificate is for another host, unless nobody asks for the host', async () => {
    await serve({ cert: certificates.elsewhereCert, key: certificates.elsewhereKey });
    const other = refusal('store-tls-failed', /certificate is for another host: set MYSQL_HOST/);
    await expect(cipherOf(open('anyone', verified()))).rejects.toEqual(other);
    await expect(cipherOf(open('anyone', verified(), 'localhost'))).rejects.toEqual(other);
    expect(await cipherOf(open('anyone', verifiedCa()))).toMatch(/^TLS_/);
  });

  it('is refused with a certificate for localhost alone by who asked for an address', async () => {
    await serve(await certificates.authority.issue({ name: 'name-alone', hosts: ['DNS:localhost'] }));
    const other = refusal('store-tls-failed', /certificate is for another host/);
    await expect(cipherOf(open('anyone', verified()))).rejects.toEqual(other);
    expect(await cipherOf(open('anyone', verified(), 'localhost'))).toMatch(/^TLS_/);
  });

  it('lets in an account that demands it, which is refused in plain text with a word of what to set', async () => {
    expect(await cipherOf(open('encrypted', verified()))).toMatch(/^TLS_/);
    const refused = refusal('store-access-denied', /if the account demands TLS, set MYSQL_TLS \(/);
    await expect(cipherOf(open('encrypted'))).rejects.toEqual(refused);
  });

  it('lets in an account that demands a client certificate with one alone, and says what to set', async () => {
    const { clientCert: certFile, clientKey: keyFile, otherClientCert, otherClientKey } = certificates;
    const known = open('known', { ...verified(), certFile, keyFile });
    for (const cipher of await Promise.all([cipherOf(known), cipherOf(known)]))
      expect(cipher).toMatch(/^TLS_/);
    const unnamed = refusal(
      'store-access-denied',
      /demands a client certificate, set MYSQL_TLS_CERT_FILE and/,
    );
    await expect(cipherOf(open('known', verified()))).rejects.toEqual(unnamed);
    const foreign = { ...verified(), certFile: otherClientCert, keyFile: otherClientKey };
    const refused = refusal(
      'store-tls-failed',
      /does not accept this client's certificate: set MYSQL_TLS_CERT_FILE/,
    );
    await expect(cipherOf(open('known', foreign))).rejects.toEqual(refused);
  });

  it('is spoken by new connections with the certificates that are in the files by then', async () => {
    const { otherCa, otherServerCert, otherServerKey } = certificates;
    const caFile = join(folder, 'rotated.crt');
    await copyFile(ca, caFile);
    const database = open('anyone', { ...verified(), caFile });
    expect(await cipherOf(database)).toMatch(/^TLS_/);
    await serve({ cert: otherServerCert, key: otherServerKey }, otherCa);
    // Two at once: one has the connection that is there, the other makes a new one.
    const both = () => Promise.allSettled([cipherOf(database), cipherOf(database)]);
    expect((await both()).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await copyFile(otherCa, caFile);
    expect((await both()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    await serve(good());
    const third = await Promise.allSettled([cipherOf(database), cipherOf(database), cipherOf(database)]);
    expect(third.filter(({ status }) => status === 'rejected')).toEqual([
      { status: 'rejected', reason: refusal('store-tls-failed', /MYSQL_TLS_CA_FILE/) },
    ]);
  });
  it('is refused with a server whose certificate has expired', async () => {
    await putInPlace({ cert: certificates.expiredCert, key: certificates.expiredKey });
    await admin.end();
    await server.restart();
    admin = await createConnection({ ...server.mysql });
    const expired = refusal('store-tls-failed', /not valid at this time: renew it/);
    await expect(cipherOf(open('anyone', verifiedCa()))).rejects.toEqual(expired);
  });
}
