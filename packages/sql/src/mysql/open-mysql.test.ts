import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { recordingLogger } from '@forewarn/testkit';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MysqlOptions, openMysql } from './open-mysql.js';

/** Bits and numbers of the client/server protocol. @source https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basics.html */
const capability = {
  foundRows: 0x2,
  connectWithDatabase: 0x8,
  protocol41: 0x200,
  secureConnection: 0x8000,
} as const;
const utf8mb4Bin = 46;

/** A packet: its length in three bytes, its number, its content. */
const packet = (number: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(4);
  head.writeUIntLE(content.length, 0, 3);
  head.writeUInt8(number, 3);
  return Buffer.concat([head, content]);
};

/** What a server says first: its version, a salt, and that it can do all that the test is about. */
function greeting(): Buffer {
  const able = Object.values(capability).reduce((all, bit) => all | bit, 0);
  const numbers = Buffer.alloc(2 + 1 + 2 + 2 + 1 + 10);
  numbers.writeUInt16LE(able, 0);
  numbers.writeUInt8(utf8mb4Bin, 2);
  const salt = Buffer.from('12345678');
  return packet(
    0,
    Buffer.from('\n8.4.0\0'),
    Buffer.alloc(4),
    salt,
    Buffer.alloc(1),
    numbers,
    Buffer.from('123456789012\0'),
  );
}

const refusal = packet(2, Buffer.from([0xff, 0x15, 0x04]), Buffer.from("#28000Access denied for user 'u'"));

let server: Server;
let introductions: Buffer[];

/** A server that keeps how clients introduce themselves, and lets nobody in. */
beforeEach(async () => {
  introductions = [];
  server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.once('data', (content) => {
      introductions.push(content.subarray(4));
      socket.end(refusal);
    });
    socket.write(greeting());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  await once(server, 'close');
});

const open = (options: Partial<MysqlOptions> = {}) => {
  const { port } = server.address() as AddressInfo;
  return openMysql({ host: '127.0.0.1', port, user: 'u', password: 'p', database: 'd', ...options });
};

test('a server is told which user and database, that texts are compared by their bytes, and that rows count that were changed', async () => {
  const database = open();
  const one = sql<{ n: number }>`SELECT 1 AS n`.compile(database.dialect.queries);
  const { port } = server.address() as AddressInfo;
  await expect(database.read(one)).rejects.toMatchObject({
    code: 'store-access-denied',
    details: { server: `127.0.0.1:${port}/d` },
  });
  await database.close();
  const [introduction = Buffer.alloc(9)] = introductions;
  const abilities = introduction.readUInt32LE(0);
  expect(abilities & capability.foundRows).toBe(0);
  expect(abilities & capability.connectWithDatabase).not.toBe(0);
  expect(introduction.readUInt8(8)).toBe(utf8mb4Bin);
  expect(introduction.subarray(32).toString('latin1')).toMatch(/^u\0.*d\0/s);
});

test('a server is not connected to before it is asked', async () => {
  const database = open();
  await new Promise((resolve) => setImmediate(resolve));
  await database.close();
  expect(introductions).toEqual([]);
});

test('a server that offers no TLS is told nothing where TLS is demanded', async () => {
  const database = open({ tls: { mode: 'required' } });
  const one = sql<{ n: number }>`SELECT 1 AS n`.compile(database.dialect.queries);
  await expect(database.read(one)).rejects.toMatchObject({
    code: 'store-tls-failed',
    retryable: false,
    message: expect.stringMatching(
      /^the database offers no TLS, which MYSQL_TLS demands: .*\/d\): Server does not support/,
    ),
  });
  await database.close();
  expect(introductions).toEqual([]);
});

test.each([
  ['in plain text to another machine, with a warning that names what to set', 'db.example', undefined, 1],
  [
    'in plain text to another machine, without one where it was said that this is right',
    'db.example',
    'disabled',
    0,
  ],
  ['by TLS, without one', 'db.example', 'required', 0],
  ['in plain text to this machine, without one', 'localhost', undefined, 0],
  ['in plain text to this machine by its address, without one', '127.0.0.2', undefined, 0],
  ['in plain text to this machine by its IPv6 address, without one', '::1', undefined, 0],
  ['in plain text to a name that begins as this machine does, with one', 'localhost.example', undefined, 1],
] as const)('a database is spoken to %s', async (_, host, mode, warnings) => {
  const logger = recordingLogger();
  await open({ host, logger, tls: mode && { mode } }).close();
  expect(logger.messages('warn')).toHaveLength(warnings);
  for (const { message, fields } of logger.lines) {
    expect(message).toMatch(/plain text over the network.*MYSQL_TLS=verify-identity/);
    expect(fields).toEqual({ server: expect.stringMatching(`^${host}:[0-9]+/d$`) });
  }
});
