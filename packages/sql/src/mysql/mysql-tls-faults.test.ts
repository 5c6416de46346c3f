import { expect, test } from 'vitest';
import { fromMysqlError } from './mysql-errors.js';

const translated = (facts: object, message: string) =>
  fromMysqlError(Object.assign(new Error(message), facts), 'db:3306/forewarn');

// Messages of OpenSSL 3 and Node 20 as the driver hands them on, with its own code in the place of theirs.
test.each([
  ['self-signed certificate in certificate chain', /MYSQL_TLS_CA_FILE/],
  ['self-signed certificate', /MYSQL_TLS_CA_FILE/],
  ['unable to verify the first certificate', /MYSQL_TLS_CA_FILE/],
  ['unable to get local issuer certificate', /MYSQL_TLS_CA_FILE/],
  ['certificate has expired', /renew it/],
  ['certificate is not yet valid', /clock/],
  [
    "Hostname/IP does not match certificate's altnames: Host: db. is not in the cert's altnames: DNS:other",
    /MYSQL_HOST/,
  ],
  ['0A000102:SSL routines:ssl_choose_client_version:unsupported protocol', /tls_version/],
])('a handshake that fails by "%s" is not tried again, and says what to set', (message, advice) => {
  const error = translated({ code: 'HANDSHAKE_SSL_ERROR', fatal: true }, message);
  expect(error).toMatchObject({ code: 'store-tls-failed', retryable: false });
  expect(error.message).toMatch(advice);
  expect(error.message).toContain('db:3306/forewarn');
});

test.each(['TLSV1_ALERT_UNKNOWN_CA', 'TLSV13_ALERT_CERTIFICATE_REQUIRED', 'SSL/TLS_ALERT_BAD_CERTIFICATE'])(
  'a server that refuses the client’s certificate by %s says which settings name it',
  (alert) => {
    const text = alert.toLowerCase().replaceAll('_', ' ');
    const error = translated(
      { code: `ERR_SSL_${alert}`, fatal: true },
      `SSL routines:ssl3_read_bytes:${text}`,
    );
    expect(error.code).toBe('store-tls-failed');
    expect(error.message).toMatch(/MYSQL_TLS_CERT_FILE and MYSQL_TLS_KEY_FILE/);
  },
);

test.each([
  [
    'a server that went away within the handshake',
    { code: 'HANDSHAKE_SSL_ERROR', host: undefined },
    'Client network socket disconnected before secure TLS connection was established',
  ],
  ['a reset within it', { code: 'HANDSHAKE_SSL_ERROR', syscall: 'read', errno: -104 }, 'read ECONNRESET'],
  [
    'damage on the way',
    { code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', fatal: true },
    'bad record mac',
  ],
])('%s is of the network, and tried again', (_, facts, message) => {
  expect(translated(facts, message)).toMatchObject({ code: 'store-unavailable', retryable: true });
});

test.each([
  [
    'in plain text, what an account may demand',
    { tls: false },
    /; if the account demands TLS, set MYSQL_TLS \(/,
  ],
  [
    'by TLS, what it may demand beside',
    { tls: true },
    /; if the account demands a client certificate, set MYSQL_TLS_CERT_FILE/,
  ],
  ['with a certificate, nothing of TLS', { tls: true, certificate: true }, /and grants \(/],
])('a login that is refused is told, %s', (_, login, text) => {
  const thrown = Object.assign(new Error('Access denied'), { code: 'ER_ACCESS_DENIED_ERROR', errno: 1045 });
  const error = fromMysqlError(thrown, 'db:3306/forewarn', login);
  expect(error.code).toBe('store-access-denied');
  expect(error.message).toMatch(text);
});

test.each([
  ['database', 1044],
  ['table', 1142],
])('a right to a %s that is missing is told with where it is granted, and nothing of TLS', (_, errno) => {
  const { code, message } = fromMysqlError(Object.assign(new Error('denied'), { errno }), 'db', {
    tls: false,
  });
  expect(code).toBe('store-access-denied');
  expect(message).toMatch(
    /and grants; db\/accounts.sql grants the account of each service what it needs \(db\)/,
  );
  expect(message).not.toContain('TLS');
});
