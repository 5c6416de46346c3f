import { ForewarnError } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { accessContradictions, accessSettings, isAccessRequired } from './access.js';
import { host } from './fields.js';
import { operationsMistakes, operationsSettings } from './groups.js';
import { loadSettings } from './load-settings.js';

const key = 'a-key-of-sixteen-letters';
const shape = { ...accessSettings, SLA_HOST: host().default('127.0.0.1') };
const load = (env: Record<string, string>) => loadSettings(shape, env, accessContradictions('SLA_HOST'));

/** What is said of settings that cannot be used. */
function mistakes(read: () => unknown): string {
  try {
    read();
  } catch (thrown) {
    return ForewarnError.from(thrown).message;
  }
  return '';
}

describe('who is let in', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['everybody on this machine', {}, false],
    ['everybody on this machine by IPv6', { SLA_HOST: '::1' }, false],
    ['everybody where that is said', { SLA_HOST: '0.0.0.0', ACCESS: 'open' }, false],
    [
      'everybody of a container that this machine alone reaches',
      { SLA_HOST: '0.0.0.0', BIND_ADDRESS: '127.0.0.1' },
      false,
    ],
    ['the known where that is said', { ACCESS: 'required' }, true],
    ['the known where there is a key', { ACCESS_ADMIN_KEY: key, SLA_HOST: '0.0.0.0' }, true],
    ['the known where there is a provider', { ACCESS_OIDC_ISSUER: 'https://id.example.org' }, true],
    [
      'everybody although there is a key, where that is said',
      { ACCESS: 'open', ACCESS_ADMIN_KEY: key },
      false,
    ],
  ])('is %s: %j', (_, env, expected) => {
    expect(isAccessRequired(load(env))).toBe(expected);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ SLA_HOST: '0.0.0.0' }, /SLA_HOST is 0\.0\.0\.0, where others can reach it: set ACCESS=required/],
    [{ SLA_HOST: '::' }, /SLA_HOST is ::/],
    [{ SLA_HOST: 'db.internal' }, /SLA_HOST is db\.internal/],
    [{ SLA_HOST: '0.0.0.0', BIND_ADDRESS: '0.0.0.0' }, /BIND_ADDRESS is 0\.0\.0\.0/],
    [{ BIND_ADDRESS: '192.0.2.1' }, /BIND_ADDRESS is 192\.0\.2\.1/],
    [{ ACCESS: 'none' }, /ACCESS: must be open or required/],
    [{ ACCESS_ADMIN_KEY: 'short' }, /ACCESS_ADMIN_KEY: must have at least 16/],
    [{ ACCESS_ADMIN_KEY: 'with blanks in between' }, /without blanks/],
    [
      { ACCESS_OIDC_ISSUER: 'http://id.example.org' },
      /must be an https address, unless it is on this machine/,
    ],
    [{ ACCESS_OIDC_CLIENT_ID: 'forewarn' }, /without ACCESS_OIDC_ISSUER/],
    [{ ACCESS_OIDC_ROLES: 'root=all' }, /must be roles/],
    [{ ACCESS_OIDC_ROLES: 'admin=' }, /must be roles/],
  ])('is not left to chance by %j', (env, words) => {
    const said = mistakes(() => load(env));
    expect(said).toMatch(words);
    expect(said).not.toContain('with blanks in between');
  });

  it('follows from the roles of a provider', () => {
    const { ACCESS_OIDC_ROLES } = load({ ACCESS_OIDC_ROLES: 'admin=cn=ops,viewer=*' });
    expect(ACCESS_OIDC_ROLES).toEqual([
      { role: 'admin', value: 'cn=ops' },
      { role: 'viewer', value: '*' },
    ]);
  });
});

describe('operations', () => {
  const loadOperations = (env: Record<string, string>) =>
    loadSettings(operationsSettings(9201), env, operationsMistakes);
  const token = 'a-token-of-many-letters';

  it.each<Record<string, string>>([
    {},
    { OPERATIONS_HOST: '0.0.0.0', BIND_ADDRESS: '127.0.0.1' },
    { OPERATIONS_HOST: '0.0.0.0', OPERATIONS_TOKEN: token },
    { OPERATIONS_HOST: '0.0.0.0', ACCESS: 'open' },
    { OPERATIONS_HOST: '0.0.0.0', TLS_CERT_FILE: 'c', TLS_KEY_FILE: 'k', TLS_CLIENT_CA_FILE: 'a' },
  ])('are listened on by %j', (env) => {
    expect(mistakes(() => loadOperations(env))).toBe('');
  });

  it.each<Record<string, string>>([
    { OPERATIONS_HOST: '0.0.0.0' },
    { OPERATIONS_HOST: '0.0.0.0', ACCESS: 'required' },
    { OPERATIONS_HOST: '0.0.0.0', BIND_ADDRESS: '10.0.0.1' },
  ])('are not listened on without a lock where others reach them: %j', (env) => {
    expect(mistakes(() => loadOperations(env))).toMatch(/others can reach it: set OPERATIONS_TOKEN_FILE/);
  });
});
