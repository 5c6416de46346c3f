import { cookieOf } from '@forewarn/access';
import type { HttpListenerOptions } from '@forewarn/http';
import type { RequiredAccess } from '@forewarn/process';
import { describe, expect, it } from 'vitest';
import {
  type GuardedBench,
  startGuardedBench,
} from '../../apps/sla-manager/src/access/guarded-bench.fixture.js';
import { type RestBench, startBench } from '../../apps/sla-manager/src/rest-bench.fixture.js';
import { ask } from './ask.js';
import { type Attack, expectDefence } from './expect-defence.js';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly access: string;
}

/** All that the server itself says there is, with `x` for each parameter. */
async function operations(origin: string): Promise<Operation[]> {
  const { paths } = (await (await fetch(`${origin}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { 'x-access': string }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, 'x'),
      access: described['x-access'],
    })),
  );
}

/** What a request gets past whoever asks who sends it, whether it then makes sense or not. */
async function letIn(
  origin: string,
  wanted: (operation: Operation) => boolean,
  headers: Record<string, string> = {},
) {
  const won: string[] = [];
  for (const operation of (await operations(origin)).filter(wanted)) {
    const { status } = await ask(origin, operation.method, operation.path, headers);
    if (status !== 401 && status !== 403) won.push(`${operation.method} ${operation.path}`);
  }
  return won;
}

const everyName = { allowedHosts: ['*'] };

/** Takes a session for enough, whichever page had it sent. */
const byCookieAlone =
  ({ sessions, http }: RequiredAccess): HttpListenerOptions['authorize'] =>
  async (access, request) =>
    (await sessions.callerOf(cookieOf(request.get('cookie'), 'session', false) ?? '')) ??
    http(access, request);

const opened = (options: Partial<HttpListenerOptions> = {}) => startBench(options);
const sla = {
  name: 'forged',
  objectives: [{ name: 'o', indicator: 'up', min: 1, target: 0.5, window: '1h' }],
};
const jsonType = { 'content-type': 'application/json' };

const isAdministration = ({ access }: Operation) => access === 'admin';

describe('somebody whom the server does not know', () => {
  it('is let in to no route', async () => {
    const attack: Attack<RestBench> = ({ origin }) => letIn(origin, ({ access }) => access !== 'public');
    const won = await expectDefence(attack, { guarded: () => startGuardedBench(), open: () => opened() });
    expect(won.length).toBeGreaterThan(20);
  });

  it('comes in by no key or token of their own making', async () => {
    const forged = [
      'Bearer fwk_abcdefgh_',
      'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.x',
      'Bearer admin',
      'Basic YWRtaW46',
    ];
    const attack: Attack<RestBench> = async ({ origin }) => {
      const won: string[] = [];
      for (const authorization of forged)
        won.push(...(await letIn(origin, isAdministration, { authorization })));
      return won;
    };
    await expectDefence(attack, { guarded: () => startGuardedBench(), open: () => opened() });
  });
});

describe('somebody whose key is to read alone', () => {
  it('changes nothing, and administers nothing', async () => {
    const attack: Attack<GuardedBench> = ({ origin, key }) =>
      letIn(origin, ({ access }) => access === 'write' || access === 'admin', {
        authorization: `Bearer ${key('viewer')}`,
      });
    await expectDefence(attack, {
      guarded: () => startGuardedBench(),
      // Who asks is found out, and what their role allows is not looked at.
      open: () =>
        startGuardedBench({}, ({ http }) => ({ authorize: (_, request) => http('public', request) })),
    });
  });
});

describe('a page of another server, in the browser of somebody whom the server knows', () => {
  it('whose name was made to mean this server reads and changes nothing', async () => {
    const attack: Attack<RestBench> = async ({ origin }) => {
      const page = { host: 'evil.example', origin: 'http://evil.example', ...jsonType };
      const read = await ask(origin, 'GET', '/api/v1/slas', page);
      const changed = await ask(origin, 'POST', '/api/v1/slas', page, sla);
      return [...(read.status === 200 ? ['read'] : []), ...(changed.status === 201 ? ['changed'] : [])];
    };
    await expectDefence(attack, { guarded: () => opened(), open: () => opened(everyName) });
  });

  it('changes nothing where everybody may', async () => {
    const attack: Attack<RestBench> = async ({ origin, store }) => {
      const page = { host: 'localhost', origin: 'http://evil.example', ...jsonType };
      await ask(origin, 'POST', '/api/v1/slas', page, sla);
      return (await store.listSlas()).map(({ name }) => name);
    };
    await expectDefence(attack, { guarded: () => opened(), open: () => opened(everyName) });
  });

  it('logs nobody in as somebody else', async () => {
    const attack: Attack<GuardedBench> = async ({ origin, key }) => {
      const page = { host: 'localhost', origin: 'http://evil.example', ...jsonType };
      const { headers } = await ask(origin, 'POST', '/api/v1/session', page, { key: key('viewer') });
      return headers['set-cookie'] ?? [];
    };
    await expectDefence(attack, {
      guarded: () => startGuardedBench(),
      open: () => startGuardedBench({}, () => everyName),
    });
  });

  it('does nothing with the cookie that the browser sends along, even where every name is allowed', async () => {
    const attack: Attack<GuardedBench> = async ({ origin, key, store }) => {
      const login = await ask(origin, 'POST', '/api/v1/session', jsonType, { key: key('editor') });
      const [cookie = ''] = login.headers['set-cookie']?.map((each) => each.split(';')[0]!) ?? [];
      const page = { cookie, 'sec-fetch-site': 'cross-site', ...jsonType };
      await ask(origin, 'POST', '/api/v1/slas', page, sla);
      return (await store.listSlas()).map(({ name }) => name);
    };
    await expectDefence(attack, {
      guarded: () => startGuardedBench({}, () => everyName),
      open: () => startGuardedBench({}, (access) => ({ ...everyName, authorize: byCookieAlone(access) })),
    });
  });
});

describe('somebody who asks more than their share', () => {
  it('is answered no more than a number of requests a minute', async () => {
    const attack: Attack<RestBench> = async ({ origin }) => {
      const statuses: number[] = [];
      for (let asked = 0; asked < 15; asked += 1)
        statuses.push((await ask(origin, 'GET', '/api/v1/about')).status);
      return statuses
        .slice(10)
        .filter((status) => status === 200)
        .map(String);
    };
    await expectDefence(attack, { guarded: () => opened({ requestsPerMinute: 10 }), open: () => opened() });
  });
});
