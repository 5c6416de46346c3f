import { describe, expect, it } from 'vitest';
import { loadSettings } from './load-settings.js';
import { bearerToken, certificates, privateKey, tlsMistakes, tlsSettings } from './tls.js';

const load = (env: Record<string, string>) => loadSettings(tlsSettings, env, tlsMistakes);

describe('the settings of TLS', () => {
  it('are none by default', () => {
    expect(load({})).toEqual({});
  });

  it('name the files of the certificate, its key and the authorities of clients', () => {
    const env = { TLS_CERT_FILE: '/tls.crt', TLS_KEY_FILE: '/tls.key', TLS_CLIENT_CA_FILE: '/ca.crt' };
    expect(load(env)).toEqual(env);
  });

  it.each([
    ['TLS_CERT_FILE', 'TLS_KEY_FILE is not'],
    ['TLS_KEY_FILE', 'TLS_CERT_FILE is not'],
    ['TLS_CLIENT_CA_FILE', 'set TLS_CERT_FILE and TLS_KEY_FILE'],
  ])('are refused where %s is alone', (name, said) => {
    expect(() => load({ [name]: '/file' })).toThrow(said);
  });
});

describe('secrets', () => {
  it.each(['0123456789abcdef', 'abcDEF-._~+/0123456789=='])('a token may be %s', (text) => {
    expect(bearerToken().safeParse(text).success).toBe(true);
  });

  it.each(['short', '0123456789abcde', 'with blanks in its text', 'öffnet-alle-türen', '='.repeat(20)])(
    'a token may not be "%s"',
    (text) => {
      expect(bearerToken().safeParse(text).success).toBe(false);
    },
  );

  it('are PEM where they are certificates and keys', () => {
    const block = (what: string) => `text before\n-----BEGIN ${what}-----\nAAAA\n-----END ${what}-----`;
    expect(certificates().safeParse(block('CERTIFICATE')).success).toBe(true);
    expect(certificates().safeParse('/etc/ca.crt').success).toBe(false);
    for (const kind of ['PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY'])
      expect(privateKey().safeParse(block(kind)).success).toBe(true);
    expect(privateKey().safeParse(block('ENCRYPTED PRIVATE KEY')).success).toBe(false);
  });
});
