import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { createHttpListener } from '@forewarn/http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pageFolder, pages } from './page-files.js';

/** Serves the page alone, until the test is finished. */
async function servePage() {
  const listener = createHttpListener({
    host: '127.0.0.1',
    port: 0,
    routes: [],
    info: { title: 'page', version: '1.2.3', description: '' },
    pages,
  });
  await listener.start(AbortSignal.timeout(5_000));
  onTestFinished(() => listener.stop());
  const origin = `http://127.0.0.1:${listener.port}`;
  const get = async (path: string) => {
    const response = await fetch(`${origin}${path}`);
    const { status, headers } = response;
    return { status, headers, body: await response.text() };
  };
  return { origin, get };
}

describe('the page', () => {
  it('is served with everything that it refers to', async () => {
    const { get } = await servePage();
    const { status, headers, body } = await get('/');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
    const links = [...body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path as string);
    expect(links).toContain('/js/main.js');
    for (const path of links.filter((each) => !each.startsWith('/api/')))
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    for (const file of readdirSync(`${pageFolder}/js`)) {
      const script = await get(`/js/${file}`);
      expect(script.headers.get('content-type')).toContain('javascript');
      for (const [, path] of script.body.matchAll(/from '([^']+)'/g)) {
        const { pathname } = new URL(path!, `http://localhost/js/${file}`);
        expect([pathname, (await get(pathname)).status]).toEqual([pathname, 200]);
      }
    }
  });

  it('runs under a policy that allows no code but its own files', async () => {
    const { get } = await servePage();
    const { headers, body } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
    expect(body).not.toMatch(/\son\w+=|\sstyle=/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it.each(['/../package.json', '/js/../../package.json', '/%2e%2e/package.json', '/..%2fpackage.json'])(
    'does not serve %s, which lies beside its folder',
    async (path) => {
      const { origin } = await servePage();
      // Sent as it is: fetch would resolve the dots.
      const { host, port } = { host: '127.0.0.1', port: new URL(origin).port };
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const sent = request({ host, port, path, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.on('error', reject).end();
      });
      expect([400, 404]).toContain(status);
    },
  );
});
