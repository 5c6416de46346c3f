import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHostRule } from './host-rule.js';
import { sendRaw } from './raw-request.fixture.js';

/** What a server with these names does with a request: the code of its refusal, or `passes`. */
async function ask(allowedHosts: readonly string[], lines: readonly string[], host = '127.0.0.1') {
  const rule = createHostRule({ allowedHosts, host });
  const server = createServer((request, response) =>
    response.end(`<${rule.refusalOf(request)?.code ?? 'passes'}>`),
  );
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const answer = await sendRaw((address as { port: number }).port, ...lines);
  return /<(.*)>/.exec(answer)?.[1];
}

const getFrom = (host: string) => ['GET / HTTP/1.1', `Host: ${host}`];

describe('a request', () => {
  it.each([
    '127.0.0.1:8080',
    '10.1.2.3',
    '192.168.0.10.',
    '127.1:8080',
    '0x7f000001',
    '[::1]:8080',
    '[fe80::1%25eth0]',
    '[::ffff:10.0.0.1]',
    'localhost',
    'LocalHost:8080',
    'localhost.:8080',
    'forewarn.localhost',
  ])('to %s passes, wherever that is', async (host) => {
    expect(await ask([], getFrom(host))).toBe('passes');
  });

  it.each([
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evillocalhost',
    'localhost:80:80',
    'localhost@evil.example',
    'user@localhost',
    'evil.example/localhost',
    'localhost#.evil.example',
    'loc%61lhost',
    '256.1.1.1',
    '1.2.3.4.5',
    '[::1',
    '[::1].evil.example',
    '::1',
    'localhost, evil.example',
    '.localhost',
    '-',
    '',
    'l\u00f6calhost',
  ])('to "%s" does not', async (host) => {
    expect(await ask([], getFrom(host))).toBe('host-not-allowed');
  });

  it.each<[string, string, string]>([
    ['forewarn.example.org', 'forewarn.example.org', 'passes'],
    ['Forewarn.Example.org.', 'FOREWARN.example.ORG:443', 'passes'],
    ['forewarn.example.org', 'forewarn.example.org.:443', 'passes'],
    ['forewarn.example.org', 'a.forewarn.example.org', 'host-not-allowed'],
    ['forewarn.example.org', 'xforewarn.example.org', 'host-not-allowed'],
    ['.example.org', 'forewarn.example.org', 'passes'],
    ['.example.org.', 'a.b.example.org', 'passes'],
    ['.example.org', 'example.org', 'passes'],
    ['.example.org', 'badexample.org', 'host-not-allowed'],
    ['.example.org', 'example.org.evil.example', 'host-not-allowed'],
    ['sla_manager', 'sla_manager:8080', 'passes'],
    ['*', 'evil.example', 'passes'],
  ])('with %s allowed, to %s: %s', async (allowed, host, outcome) => {
    expect(await ask(['other', allowed], getFrom(host))).toBe(outcome);
  });

  it('passes to the name that the server listens on', async () => {
    expect(await ask([], getFrom('machine.internal:80'), 'machine.internal')).toBe('passes');
  });

  it.each<[string, string[], string | undefined]>([
    ['of HTTP/1.0 without a host passes', ['GET / HTTP/1.0'], 'passes'],
    ['of HTTP/1.0 for a foreign host does not', ['GET / HTTP/1.0', 'Host: evil.example'], 'host-not-allowed'],
    [
      'with two hosts does not',
      ['GET / HTTP/1.1', 'Host: localhost', 'host: evil.example'],
      'host-not-allowed',
    ],
    [
      'with one host twice does not',
      ['GET / HTTP/1.1', 'Host: localhost', 'Host: localhost'],
      'host-not-allowed',
    ],
    [
      'whose target names a foreign host does not',
      ['GET http://evil.example/ HTTP/1.1', 'Host: localhost'],
      'host-not-allowed',
    ],
    [
      'whose target names a user does not',
      ['GET http://u@localhost/ HTTP/1.1', 'Host: localhost'],
      'host-not-allowed',
    ],
    [
      'whose target names a foreign host alone does not',
      ['GET HTTP://evil.example HTTP/1.0'],
      'host-not-allowed',
    ],
    [
      'whose target names localhost passes',
      ['GET http://localhost:1/x HTTP/1.1', 'Host: localhost:1'],
      'passes',
    ],
  ])('%s', async (_, lines, outcome) => {
    expect(await ask([], lines)).toBe(outcome);
  });
});

describe('what changes something', () => {
  const from = (origin: string, host = 'localhost:8080', method = 'POST') =>
    [`${method} / HTTP/1.1`, `Host: ${host}`, `Origin: ${origin}`, 'Content-Length: 0'] as const;

  it.each<[string, string]>([
    ['http://localhost:8080', 'localhost:8080'],
    ['http://localhost', 'localhost:80'],
    ['https://127.0.0.1', '127.0.0.1:443'],
    ['http://[::1]:8080', '[0:0:0:0:0:0:0:1]:8080'],
    ['https://10.0.0.5:8443', '10.0.0.5'],
    ['https://forewarn.example.org', '127.0.0.1:8080'],
    ['https://forewarn.example.org:8443', 'forewarn.example.org'],
  ])('passes from %s to %s', async (origin, host) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      expect(await ask(['forewarn.example.org'], from(origin, host, method)), method).toBe('passes');
  });

  it.each<[string, string]>([
    ['http://evil.example', 'localhost:8080'],
    ['http://localhost:3000', 'localhost:8080'],
    ['http://127.0.0.1:8080', 'localhost:8080'],
    ['http://10.0.0.6', '10.0.0.5'],
    ['http://evil.example', '10.0.0.5'],
    ['null', 'localhost:8080'],
    ['file://', 'localhost:8080'],
    ['http://localhost:8080, http://evil.example', 'localhost:8080'],
    ['http://localhost:8080/', 'localhost:8080'],
    ['', 'localhost:8080'],
  ])('does not from "%s" to %s', async (origin, host) => {
    for (const method of ['POST', 'DELETE'])
      expect(await ask(['forewarn.example.org'], from(origin, host, method)), method).toBe(
        'origin-not-allowed',
      );
  });

  it('passes where nobody says from which page it comes, as commands do', async () => {
    expect(await ask([], ['DELETE / HTTP/1.1', 'Host: localhost'])).toBe('passes');
  });

  it('is what a page of another server may not ask for; reading is what browsers keep from it', async () => {
    expect(await ask([], from('http://evil.example', 'localhost', 'GET'))).toBe('passes');
  });

  it('passes from everywhere where every name is allowed', async () => {
    expect(await ask(['*'], from('http://evil.example'))).toBe('passes');
  });
});
