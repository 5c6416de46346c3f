import { drawKey } from '@forewarn/access';
import { accessSettings, loadSettings } from '@forewarn/config';
import { anybody } from '@forewarn/core';
import { createProcessAccess } from '@forewarn/process';
import { FakeAccessStore, startIdentityProvider } from '@forewarn/testkit';
import { median } from './report/averages.mjs';
import { cpuMs } from './report/cpu-clock.mjs';
import { machine } from './report/machine.mjs';
import { markdownTable } from './report/markdown-table.mjs';

/**
 * What it costs to find out who calls, beside a server that lets everybody in: CPU of all threads, a request at a time as they come. Keys, tokens
 * and sessions were seen before, as nearly all are. Exit code 1 when a limit is broken.
 */
const limitMs = 0.2;
const blocks = 9;
const callsABlock = 2_000;

const provider = await startIdentityProvider();
try {
  process.exitCode = (await measure()) ? 0 : 1;
} finally {
  await provider.close();
}

async function measure() {
  const ways = await waysIn();
  const takenMs = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  // In turns, so that what else the machine does meets all alike.
  for (let block = 0; block < blocks; block += 1)
    for (const [name, call] of Object.entries(ways)) takenMs[name].push(await costOf(call));
  const figures = Object.entries(takenMs).map(([name, each]) => [name, median(each.slice(1))]);
  const rows = figures.map(([name, ms]) => [name, `${ms.toFixed(4)} ms`]);
  process.stdout.write(`${machine()}\n\n${markdownTable(['a request', 'CPU'], rows)}`);
  return figures.every(([, ms]) => ms <= limitMs);
}

async function costOf(call) {
  const startedMs = cpuMs();
  for (let at = 0; at < callsABlock; at += 1) await call();
  return (cpuMs() - startedMs) / callsABlock;
}

async function waysIn() {
  const store = new FakeAccessStore();
  const env = { ACCESS: 'required', ACCESS_ADMIN_KEY: 'a'.repeat(32), ACCESS_OIDC_ISSUER: provider.issuer };
  const access = createProcessAccess(loadSettings(accessSettings, env), store);
  const key = storedKey(store);
  const groups = Array.from({ length: 40 }, (_, at) => `group-${at}`);
  const token = await provider.sign({ aud: 'forewarn', sub: '1', roles: ['viewer'], groups });
  const cookie = `forewarn-session=${await access.sessions.ofKey(key)}`;
  const request = (headers) => ({ method: 'GET', get: (name) => headers[name] });
  const metadata = (text) => ({ get: () => [text] });
  const open = async () => anybody;
  return {
    'that everybody may send': open,
    'over REST with a key': () => access.http('read', request({ authorization: `Bearer ${key}` })),
    'over REST with a token': () => access.http('read', request({ authorization: `Bearer ${token}` })),
    'over REST with a session': () => access.http('read', request({ cookie })),
    'over gRPC with a key': () => access.grpc('read', metadata(`Bearer ${key}`)),
    'over gRPC with a token': () => access.grpc('read', metadata(`Bearer ${token}`)),
  };
}

/** A key in a store. @returns its text */
function storedKey(store) {
  const { id, secretSha256, text } = drawKey();
  const times = { createdMs: 0, expiresMs: undefined, revokedMs: undefined };
  store.keys.set(id, {
    id,
    secretSha256,
    name: 'bench',
    role: 'viewer',
    scope: {},
    createdBy: 'bench',
    ...times,
  });
  return text;
}
