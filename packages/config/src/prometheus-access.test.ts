import { ForewarnError } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import type { Environment } from './load-settings.js';
import { loadSettings } from './load-settings.js';
import { prometheusContradictions, prometheusSettings, prometheusTarget } from './prometheus-access.js';

const load = (env: Environment) => loadSettings(prometheusSettings, env, prometheusContradictions);
const secret = 'hunter2';

/** The mistakes in the settings; none when they are accepted. */
function mistakesIn(env: Environment): readonly string[] {
  try {
    load(env);
  } catch (thrown) {
    return ForewarnError.from(thrown).details.mistakes as readonly string[];
  }
  return [];
}

describe('the access to Prometheus', () => {
  it('is an address alone where nothing else is said', () => {
    expect(prometheusTarget(load({}))).toEqual({
      url: 'http://127.0.0.1:9090',
      access: { headers: {}, tls: {} },
    });
  });

  it('is all that the settings say', () => {
    const env = {
      PROMETHEUS_URL: 'https://metrics.example.org/prometheus',
      PROMETHEUS_USERNAME: 'forewarn',
      PROMETHEUS_PASSWORD: ` ${secret} `,
      PROMETHEUS_HEADERS: 'X-Scope-OrgID=team-a|team-b, X-Key = a%2Cb%25=\nX-Other=c',
      PROMETHEUS_TLS_CA_FILE: '/tls/ca.crt',
      PROMETHEUS_TLS_CERT_FILE: '/tls/tls.crt',
      PROMETHEUS_TLS_KEY_FILE: '/tls/tls.key',
      PROMETHEUS_PROXY_URL: 'http://user:password@proxy:3128',
    };
    expect(prometheusTarget(load(env))).toEqual({
      url: 'https://metrics.example.org/prometheus',
      access: {
        basic: { username: 'forewarn', password: ` ${secret} ` },
        headers: { 'X-Scope-OrgID': 'team-a|team-b', 'X-Key': 'a,b%=', 'X-Other': 'c' },
        tls: { caFile: '/tls/ca.crt', certFile: '/tls/tls.crt', keyFile: '/tls/tls.key' },
        proxyUrl: 'http://user:password@proxy:3128',
      },
    });
  });

  it('is by the token of a file whose path is kept, so that it can be read anew', () => {
    const { access } = prometheusTarget(load({ PROMETHEUS_TOKEN_FILE: '/var/run/secrets/token' }));
    expect(access).toMatchObject({ tokenFile: '/var/run/secrets/token' });
  });

  const basic = { PROMETHEUS_USERNAME: 'u', PROMETHEUS_PASSWORD: secret };
  const token = { PROMETHEUS_TOKEN_FILE: '/token' };
  const inUrl = { PROMETHEUS_URL: `http://u:${secret}@h` };
  const contradictions: Record<string, [env: Environment, mistake: string]> = {
    'a user and a token': [
      { ...basic, ...token },
      'PROMETHEUS_USERNAME and PROMETHEUS_TOKEN_FILE each say who asks Prometheus: keep one of them, and remove the others',
    ],
    'a user in the address and one of the settings': [
      { ...inUrl, ...basic },
      'the user in PROMETHEUS_URL and PROMETHEUS_USERNAME each say who asks Prometheus: keep one of them, and remove the others',
    ],
    'a user in the address and a token': [
      { ...inUrl, ...token },
      'the user in PROMETHEUS_URL and PROMETHEUS_TOKEN_FILE each say who asks Prometheus: keep one of them, and remove the others',
    ],
    'a token and a header that says the same': [
      { ...token, PROMETHEUS_HEADERS: `authorization=ApiKey ${secret}` },
      'PROMETHEUS_TOKEN_FILE and Authorization in PROMETHEUS_HEADERS each say who asks Prometheus: keep one of them, and remove the others',
    ],
    'a password of nobody': [
      { PROMETHEUS_PASSWORD: secret },
      'PROMETHEUS_PASSWORD is set without PROMETHEUS_USERNAME: set both',
    ],
    'a user without a password': [
      { PROMETHEUS_USERNAME: 'u' },
      'PROMETHEUS_USERNAME is set without PROMETHEUS_PASSWORD: set both',
    ],
    'a certificate without its key': [
      { PROMETHEUS_URL: 'https://h', PROMETHEUS_TLS_CERT_FILE: '/c' },
      'PROMETHEUS_TLS_CERT_FILE is set without PROMETHEUS_TLS_KEY_FILE: set both',
    ],
    'a key without its certificate': [
      { PROMETHEUS_URL: 'https://h', PROMETHEUS_TLS_KEY_FILE: '/k' },
      'PROMETHEUS_TLS_KEY_FILE is set without PROMETHEUS_TLS_CERT_FILE: set both',
    ],
    'an authority for an address without TLS': [
      { PROMETHEUS_URL: 'http://h', PROMETHEUS_TLS_CA_FILE: '/ca' },
      'PROMETHEUS_TLS_CA_FILE: nothing would use it, since PROMETHEUS_URL is not https: write https, or remove it',
    ],
    'a user with a colon': [
      { PROMETHEUS_USERNAME: `u:${secret}`, PROMETHEUS_PASSWORD: 'p' },
      'PROMETHEUS_USERNAME: must not hold a colon',
    ],
  };
  it.each(Object.entries(contradictions))('refuses %s, with what to do', (_, [env, mistake]) => {
    expect(mistakesIn(env)).toEqual([mistake]);
  });

  it.each([basic, token, inUrl, { PROMETHEUS_HEADERS: `Authorization=ApiKey ${secret}` }])(
    'takes one way to say who asks: %#',
    (env) => {
      expect(mistakesIn(env)).toEqual([]);
    },
  );
});

describe('headers for Prometheus', () => {
  it.each([
    [secret, 'must be headers such as X-Scope-OrgID=team-a,X-Other=b'],
    [`X Y=${secret}`, 'must be headers such as X-Scope-OrgID=team-a,X-Other=b'],
    ['X-Empty=', 'must be headers such as X-Scope-OrgID=team-a,X-Other=b'],
    [`Host=${secret}`, 'must not hold Host, which the request sets itself'],
    [`Content-Length=${secret}`, 'must not hold Content-Length, which the request sets itself'],
    [`X-A=${secret},x-a=b`, 'must name each header once'],
    [`X-A=100% ${secret}`, 'the value of X-A has a percent sign that begins no character: write it as %25'],
    [`X-A=${secret}%0D%0AX-B: c`, 'the value of X-A must be made of ASCII characters'],
    [`X-A=${secret}ü`, 'the value of X-A must be made of ASCII characters'],
  ])('are refused without their values: %j', (text, mistake) => {
    expect(mistakesIn({ PROMETHEUS_HEADERS: text })).toEqual([`PROMETHEUS_HEADERS: ${mistake}`]);
  });
});
