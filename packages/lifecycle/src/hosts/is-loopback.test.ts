import { expect, it } from 'vitest';
import { isLoopback } from './is-loopback.js';

it.each(['127.0.0.1', '127.255.0.7', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', 'localhost', 'LOCALHOST'])(
  '%s is reached from this machine alone',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

it.each([
  '0.0.0.0',
  '::',
  '10.0.0.7',
  '128.0.0.1',
  'fe80::1',
  '::ffff:10.0.0.7',
  'localhost.example.org',
  '127.example',
  '',
])('%s may be reached from others', (host) => {
  expect(isLoopback(host)).toBe(false);
});
