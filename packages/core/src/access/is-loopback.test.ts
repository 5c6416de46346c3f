import { expect, test } from 'vitest';
import { isLoopback } from './is-loopback.js';

test.each(['localhost', 'LOCALHOST', 'kafka.localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'])(
  '%s is this machine',
  (host) => expect(isLoopback(host)).toBe(true),
);

test.each([
  'localhost.example.org',
  '127.0.0.1.example.org',
  'kafka',
  '10.0.0.1',
  '128.0.0.1',
  '::2',
  '0.0.0.0',
])('%s is another, or may be', (host) => expect(isLoopback(host)).toBe(false));
