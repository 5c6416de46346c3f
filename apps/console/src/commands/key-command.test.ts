import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runIn } from '../testing/run.js';
import { createTestIo } from '../testing/test-io.js';

const key = {
  ...{ id: 'k3v9qx2m', name: 'grafana \u001b[2J', role: 'viewer', createdBy: 'the administrator' },
  scope: { slas: ['shop-*'], namespaces: ['shop'] },
  ...{ createdAt: '2026-01-01T00:00:00Z', expiresAt: '2026-02-01T00:00:00Z', revokedAt: null },
};

const entry = (number: number) => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  ...{ at: '2026-01-01T00:00:00.000Z', author: 'al@example.org', role: 'editor', address: '::1' },
  ...{ action: 'replace', kind: 'sla', name: `sla-${number}` },
  before: { name: `sla-${number}`, description: 'a', objectives: [] },
  after: { name: `sla-${number}`, description: 'b', objectives: [] },
});

/** A server that demands a key, and what it was asked. */
async function startServer(accepted = 'right') {
  const asked: { method: string; url: string; body: unknown }[] = [];
  const answerOf = async (request: IncomingMessage): Promise<[number, unknown]> => {
    const { method = '', url = '', headers } = request;
    if (headers.authorization !== `Bearer ${accepted}`)
      return [
        401,
        { code: 'credentials-missing', detail: 'this server answers only those it knows', status: 401 },
      ];
    const body = method === 'POST' ? await json(request) : undefined;
    asked.push({ method, url, body });
    if (method === 'POST') return [201, { ...key, key: 'fwk_k3v9qx2m_secret' }];
    if (method === 'DELETE') return [200, { ...key, revokedAt: '2026-01-02T00:00:00Z' }];
    if (url.startsWith('/api/v1/keys')) return [200, { keys: [key, { ...key, expiresAt: null, scope: {} }] }];
    const { searchParams } = new URL(url, 'http://x');
    const from = Number(searchParams.get('after') ?? 0);
    const count = Math.min(Number(searchParams.get('limit')), 700 - from);
    const entries = Array.from({ length: count }, (_, at) => entry(from + at));
    return [200, { entries, ...(from + count < 700 && { next: String(from + count) }) }];
  };
  const server = createServer(async (request, response) => {
    const [status, body] = await answerOf(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked };
}

const withKey = (env: Record<string, string> = {}) =>
  createTestIo({ env: { FOREWARN_KEY: 'right', ...env } });

function fileWith(text: string, mode = 0o600): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'forewarn-key-')), 'key');
  writeFileSync(file, text, { mode });
  return file;
}

describe('key create', () => {
  it('asks for a key, and prints it alone, so that it can be sent into a file', async () => {
    const { url, asked } = await startServer();
    const words = ['--role', 'editor', '--sla', 'shop-*', 'all', '--namespace', 'shop', '--expires', '90d'];
    const { stdout, stderr, exitCode } = await runIn(
      withKey(),
      'key',
      'create',
      'ci',
      '--url',
      url,
      ...words,
    );
    expect(asked[0]).toEqual({
      method: 'POST',
      url: '/api/v1/keys',
      body: {
        ...{ name: 'ci', role: 'editor', expiresAfter: '90d' },
        scope: { slas: ['shop-*', 'all'], namespaces: ['shop'] },
      },
    });
    expect(stdout.text).toBe('fwk_k3v9qx2m_secret\n');
    expect(stderr.text).toMatch(/key k3v9qx2m of ci; it is shown this once/);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['--role', 'root'],
    ['--expires', 'soon'],
  ])('takes no %s %s', async (...words) => {
    const { stderr, exitCode } = await runIn(withKey(), 'key', 'create', 'ci', ...words);
    expect(stderr.text).toContain(words[0]);
    expect(exitCode).toBe(2);
  });
});

describe('key list', () => {
  it('shows what each is for, and nothing that a terminal would obey', async () => {
    const { url } = await startServer();
    const { stdout } = await runIn(withKey(), 'key', 'list', '--url', url);
    expect(stdout.text).toMatch(
      /k3v9qx2m.*viewer.*SLAs shop-\*, namespaces shop.*expired 2026-02-01 00:00:00/,
    );
    expect(stdout.text).not.toContain('\u001b');
  });

  it('is for programs as well', async () => {
    const { url } = await startServer();
    const { stdout } = await runIn(withKey(), 'key', 'list', '--url', url, '--format', 'csv');
    expect(stdout.text.split('\n')[0]).toBe(
      'id,name,role,slas,namespaces,createdBy,createdAt,expiresAt,revokedAt',
    );
    expect(stdout.text.split('\n')).toHaveLength(4);
  });
});

it('key revoke revokes a key', async () => {
  const { url, asked } = await startServer();
  const { stdout } = await runIn(withKey(), 'key', 'revoke', 'k3v9qx2m', '--url', url);
  expect(asked[0]).toMatchObject({ method: 'DELETE', url: '/api/v1/keys/k3v9qx2m' });
  expect(stdout.text).toMatch(/^revoked k3v9qx2m of grafana/);
});

describe('audit', () => {
  it('shows the newest hundred, and of replacements which fields', async () => {
    const { url, asked } = await startServer();
    const { stdout } = await runIn(withKey(), 'audit', '--url', url);
    expect(asked.map((each) => each.url)).toEqual(['/api/v1/audit?limit=100']);
    expect(stdout.text).toMatch(/2026-01-01 00:00:00.*al@example\.org.*::1.*replace sla sla-0.*description/);
  });

  it('goes on to older ones, as many as are asked for or there are', async () => {
    const { url, asked } = await startServer();
    const { stdout } = await runIn(withKey(), 'audit', '--url', url, '--limit', '5000', '--format', 'json');
    expect(stdout.text.trim().split('\n')).toHaveLength(700);
    expect(asked.map((each) => each.url)).toEqual([
      '/api/v1/audit?limit=500',
      '/api/v1/audit?limit=500&after=500',
    ]);
  });
});

describe('the key of a command', () => {
  const listing = (url: string, io = createTestIo(), ...words: string[]) =>
    runIn(io, 'key', 'list', '--url', url, ...words);

  it('is the one of the file that is named, before that of the environment', async () => {
    const { url } = await startServer();
    const file = fileWith('right\n');
    expect((await listing(url, withKey({ FOREWARN_KEY: 'wrong' }), '--key-file', file)).exitCode).toBe(0);
    expect((await listing(url, withKey({ FOREWARN_KEY: '', FOREWARN_KEY_FILE: file }))).exitCode).toBe(0);
  });

  it('is that of the person at the keyboard where nobody names one', async () => {
    const { url } = await startServer();
    const home = mkdtempSync(path.join(tmpdir(), 'forewarn-home-'));
    mkdirSync(path.join(home, '.config', 'forewarn'), { recursive: true });
    writeFileSync(path.join(home, '.config', 'forewarn', 'key'), 'right', { mode: 0o600 });
    expect((await listing(url, createTestIo({ env: { HOME: home } }))).exitCode).toBe(0);
    const elsewhere = createTestIo({ env: { HOME: home, RETRIEVAL_ADDRESS: 'retrieval:50051' } });
    expect((await listing(url, elsewhere)).exitCode, 'in plain text over a network').toBe(1);
    const config = createTestIo({ env: { HOME: '/nowhere', XDG_CONFIG_HOME: path.join(home, '.config') } });
    expect((await listing(url, config)).exitCode).toBe(0);
  });

  it('is missed in words that say how to give one', async () => {
    const { url } = await startServer();
    const { stderr, exitCode } = await listing(url, createTestIo({ env: { HOME: '/nowhere' } }));
    expect(stderr.text).toMatch(
      /does not let you in: this server answers only .* --key-file, FOREWARN_KEY_FILE/,
    );
    expect(exitCode).toBe(1);
  });

  it.each([
    ['can be read by others: chmod 600', () => fileWith('right', 0o644)],
    ['holds no key', () => fileWith('two lines\nsecret')],
    ['cannot be read (ENOENT)', () => '/nowhere/key'],
  ])('is not taken from a file that %s', async (words, file) => {
    const { stderr, exitCode } = await listing('http://127.0.0.1:1', createTestIo(), '--key-file', file());
    expect(stderr.text).toContain(words);
    expect(stderr.text).not.toMatch(/right|secret/);
    expect(exitCode).toBe(1);
  });
});
