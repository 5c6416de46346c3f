import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { wantedPrometheus } from './wanted-prometheus.js';

const basic = { PROMETHEUS_USERNAME: 'me', PROMETHEUS_PASSWORD: 'secret' };

it('is none unless somebody names one, whatever else is set', () => {
  expect(wantedPrometheus(undefined, basic)).toBeUndefined();
  expect(wantedPrometheus('', { PROMETHEUS_URL: '' })).toBeUndefined();
});

it('is the named one, with the access that the environment says', () => {
  expect(wantedPrometheus('http://127.0.0.1:9091', { ...basic, PROMETHEUS_URL: 'http://other' })).toEqual({
    url: 'http://127.0.0.1:9091',
    access: { basic: { username: 'me', password: 'secret' }, headers: {}, tls: {} },
  });
});

it('may be named by a file, before which goes the flag', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'forewarn-wanted-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = path.join(directory, 'url');
  writeFileSync(file, 'http://me:secret@metrics\n');
  const env = { PROMETHEUS_URL_FILE: file };
  expect(wantedPrometheus(undefined, env)?.url).toBe('http://me:secret@metrics');
  expect(wantedPrometheus('http://127.0.0.1:9090', env)?.url).toBe('http://127.0.0.1:9090');
});

it('is refused with settings that contradict each other', () => {
  expect(() => wantedPrometheus('http://me:secret@metrics', basic)).toThrow(
    /the user in PROMETHEUS_URL and PROMETHEUS_USERNAME each say who asks/,
  );
});
