import { expect, it } from 'vitest';
import { isLoopback, isNearHost } from './is-near-host.js';

const hostOf = (url: string): string => new URL(url).hostname;

it.each([
  'http://127.0.0.1:9090',
  'http://127.9.9.9',
  'http://2130706433',
  'http://[::1]:9090',
  'http://[::ffff:127.0.0.1]',
  'http://LOCALHOST',
  'http://prometheus.localhost',
  'http://prometheus:9090',
  'http://prometheus.monitoring.svc',
  'http://prometheus.monitoring.svc.cluster.local.',
])('%s is near', (url) => {
  expect(isNearHost(hostOf(url))).toBe(true);
});

it.each([
  'http://prometheus.example.org',
  'http://127.example.org',
  'http://svc.example.org',
  'http://10.0.0.1:9090',
  'http://128.0.0.1',
  'http://[2001:db8::1]',
  'http://localhost.example.org',
])('%s is not near', (url) => {
  expect(isNearHost(hostOf(url))).toBe(false);
});

it('takes this machine alone for one where nobody reads along', () => {
  const near = ['http://127.0.0.1', 'http://[::1]', 'http://localhost', 'http://prometheus.localhost.'];
  const away = [
    'http://prometheus',
    'http://prometheus.monitoring.svc',
    'http://10.0.0.1',
    'http://notlocalhost',
  ];
  expect(near.map((url) => isLoopback(hostOf(url)))).toEqual(near.map(() => true));
  expect(away.map((url) => isLoopback(hostOf(url)))).toEqual(away.map(() => false));
});
