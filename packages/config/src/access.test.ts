import { describe, expect, it } from 'vitest';
import { accessContradictions, accessSettings, isAccessRequired } from './access.js';
import { host } from './fields.js';
import { type Environment, loadSettings } from './load-settings.js';

const load = (env: Environment) =>
  loadSettings(
    { ...accessSettings, SLA_HOST: host().default('127.0.0.1') },
    env,
    accessContradictions('SLA_HOST'),
  );
const key = 'a-key-that-is-long-enough';

describe('a service that others can reach', () => {
  it.each<Environment>([
    { SLA_HOST: '0.0.0.0' },
    { SLA_HOST: '::' },
    { SLA_HOST: '10.0.0.7' },
    { BIND_ADDRESS: '0.0.0.0' },
  ])('does not start with %j unless it is said who is let in', (env) => {
    expect(() => load(env)).toThrow(/where others can reach it: set ACCESS=required .*, or ACCESS=open/);
    for (const said of [
      { ACCESS: 'required' },
      { ACCESS_ADMIN_KEY: key },
      { ACCESS: 'open' },
    ] as Environment[])
      expect(load({ ...env, ...said })).toBeDefined();
  });

  it.each<Environment>([{}, { SLA_HOST: '::1' }, { SLA_HOST: '0.0.0.0', BIND_ADDRESS: '127.0.0.1' }])(
    'is not what listens with %j',
    (env) => {
      expect(isAccessRequired(load(env))).toBe(false);
    },
  );
});

describe('who is asked who they are', () => {
  it.each<[boolean, Environment]>([
    [false, {}],
    [false, { ACCESS: 'open', ACCESS_ADMIN_KEY: key }],
    [true, { ACCESS: 'required' }],
    [true, { ACCESS_ADMIN_KEY: key }],
    [true, { ACCESS_OIDC_ISSUER: 'https://login.example.org' }],
  ])('is everybody: %s, with %j', (isRequired, env) => {
    expect(isAccessRequired(load(env))).toBe(isRequired);
  });
});

describe('what is set of access', () => {
  it.each<[Environment, RegExp]>([
    [{ ACCESS_ADMIN_KEY: 'short' }, /ACCESS_ADMIN_KEY: must have at least 16 characters/],
    [{ ACCESS_ADMIN_KEY: 'a key with blanks in it' }, /without blanks/],
    [
      { ACCESS_OIDC_ISSUER: 'http://login.example.org' },
      /must be an https address, unless it is on this machine/,
    ],
    [{ ACCESS_OIDC_ROLES: 'root=x' }, /must be roles \(viewer, editor, operator, admin\)/],
    [{ ACCESS_OIDC_CLIENT_ID: 'forewarn' }, /ACCESS_OIDC_CLIENT_ID is set without ACCESS_OIDC_ISSUER/],
  ])('is refused: %j', (env, mistake) => {
    expect(() => load(env)).toThrow(mistake);
    expect(() => load(env)).not.toThrow('a key with blanks');
  });
});
