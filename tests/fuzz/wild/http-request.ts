import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { documentBytes, wildBytes } from './bytes.js';
import { edited } from './json.js';
import { existingSla, indicatorDocument, keyDocument, slaDocument } from './rest-documents.js';
import { wildText } from './texts.js';

/** A request that is HTTP, whatever it asks. */
export interface WellFormedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

/** Bytes on a connection, which may be no request. */
interface RawRequest {
  readonly bytes: Uint8Array;
}

/** What comes to a listener for HTTP. */
export type HttpInput = WellFormedRequest | RawRequest;

/** Half a surrogate pair cannot be escaped. */
const escaped = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));

const slaPath = fc.oneof(
  fc.constantFrom(existingSla, 'none', '%00', '%', '%zz', '..', '%2e%2e%2f', '__proto__', 'A'.repeat(3_000)),
  wildText.map((text) => escaped(text)),
);
const path = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('/api/v1/slas', '/api/v1/status', '/api/v1/about', '/api/v1/execution-times'),
  },
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        slaPath,
        fc.constantFrom(
          '',
          '',
          '/status',
          '/violations',
          '/predictions',
          '/series',
          '/objectives/load/history',
          '/objectives/%zz/history',
          '/nothing',
        ),
      )
      .map(([name, part]) => `/api/v1/slas/${name}${part}`),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.constant('/api/v1/indicators'),
      slaPath.map((name) => `/api/v1/indicators/${name}`),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.constantFrom('/api/v1/keys', '/api/v1/keys', '/api/v1/session', '/api/v1/audit'),
      slaPath.map((id) => `/api/v1/keys/${id}`),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '/',
      '//',
      '/openapi.json',
      '/js/main.js',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/api',
      '/API/V1/SLAS',
      '/api/v1/slas/',
      '*',
    ),
  },
);

const parameter = fc.tuple(
  fc.oneof(
    fc.constantFrom(
      'window',
      'start',
      'end',
      'horizon',
      'series',
      'points',
      'limit',
      'after',
      'window[]',
      'a[b][c]',
    ),
    wildText,
  ),
  fc.oneof(
    fc.constantFrom(
      '1h',
      '31d',
      '32d',
      '-1',
      '1e9',
      '2026-01-01T00:00:00Z',
      '2026-01-01',
      '9999-12-31T23:59:59.999Z',
      '0',
      '10000',
    ),
    wildText,
  ),
);
const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 3,
    arbitrary: fc
      .array(parameter, { maxLength: 4 })
      .map((all) => `?${all.map((both) => both.map((text) => escaped(text)).join('=')).join('&')}`),
  },
  // Not escaped as it should be; and thousands of parameters.
  { weight: 1, arbitrary: fc.stringMatching(/^[!-"$-~]{0,40}$/).map((text) => `?${text}`) },
  { weight: 1, arbitrary: fc.nat({ max: 1_500 }).map((count) => `?${'a=1&'.repeat(count)}`) },
);

const headerValue = fc.stringMatching(/^[ -~]{0,60}$/);
const header = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      'if-match',
      'if-none-match',
      'idempotency-key',
      'last-event-id',
      'accept',
      'accept-encoding',
      'range',
    ),
    headerValue,
  ),
  fc.tuple(fc.constantFrom('if-match'), fc.constantFrom('*', '"x"', 'W/"x"', '"', `"${'x'.repeat(5_000)}"`)),
  fc.tuple(
    fc.constantFrom('host'),
    fc.constantFrom('localhost', 'evil.example', '[::1]', '', 'a b', '127.0.0.1:99999', 'x@y'),
  ),
  fc.tuple(
    fc.constantFrom(
      'origin',
      'referer',
      'cookie',
      'x-forwarded-for',
      'x-forwarded-host',
      'forwarded',
      'authorization',
    ),
    headerValue,
  ),
  fc.tuple(
    fc.constantFrom('content-type'),
    fc.constantFrom(
      'text/plain',
      'application/json; charset=utf-16',
      'application/json; charset=x',
      'multipart/form-data',
      '',
    ),
  ),
  fc.tuple(
    fc.constantFrom('authorization'),
    fc.constantFrom(
      `Bearer ${'a'.repeat(9_000)}`,
      'Bearer',
      `Bearer fwk_${'a'.repeat(8)}_${'A'.repeat(43)}`,
      'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.',
      'Bearer a.b.c',
      'Basic YTpi',
    ),
  ),
  fc.tuple(
    fc.constantFrom('cookie'),
    fc.constantFrom(
      'forewarn-session=a.b.c.d.e',
      '__Host-forewarn-session=',
      `forewarn-session=${'x'.repeat(9_000)}`,
    ),
  ),
  fc.tuple(fc.constantFrom('content-encoding'), fc.constantFrom('gzip', 'deflate', 'br', 'x', 'gzip, gzip')),
);

const body = documentBytes(
  edited(
    fc.oneof(
      { weight: 3, arbitrary: slaDocument },
      { weight: 1, arbitrary: indicatorDocument },
      { weight: 1, arbitrary: keyDocument },
    ),
  ),
);
/** Small on its way, large when it is unpacked. */
const bomb = gzipSync(Buffer.alloc(5_000_000, ' '));

const withBody = fc.oneof(
  { weight: 10, arbitrary: body.map((bytes) => ({ more: {}, bytes })) },
  {
    weight: 1,
    arbitrary: body.map((bytes) => ({
      more: { 'content-encoding': 'gzip' },
      bytes: gzipSync(bytes) as Uint8Array,
    })),
  },
  { weight: 1, arbitrary: fc.constant({ more: { 'content-encoding': 'gzip' }, bytes: bomb as Uint8Array }) },
  {
    weight: 1,
    arbitrary: fc
      .nat({ max: 400_000 })
      .map((length) => ({ more: {}, bytes: Buffer.alloc(length, '"') as Uint8Array })),
  },
);

const reading: fc.Arbitrary<WellFormedRequest> = fc
  .tuple(
    fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'),
    path,
    query,
    fc.array(header, { maxLength: 3 }),
  )
  .map(([method, at, asked, headers]) => ({
    method,
    path: at + asked,
    headers: Object.fromEntries(headers),
    body: null,
  }));

/** Things are created at the path of their list. */
const listOf = (at: string): string => /^\/api\/v1\/(?:slas|indicators)(?=\/)/.exec(at)?.[0] ?? at;

const writing: fc.Arbitrary<WellFormedRequest> = fc
  .tuple(fc.constantFrom('POST', 'POST', 'PUT'), path, query, fc.array(header, { maxLength: 2 }), withBody)
  .map(([method, at, asked, headers, { more, bytes }]) => ({
    method,
    path: (method === 'POST' ? listOf(at) : at) + asked,
    headers: { 'content-type': 'application/json', ...more, ...Object.fromEntries(headers) },
    body: bytes,
  }));

const rawLine = fc.oneof(
  fc.constantFrom(
    ...[
      'GET / HTTP/1.1\r\n',
      'GET /api/v1/slas HTTP/1.1\r\n',
      'POST /api/v1/slas HTTP/1.1\r\n',
      'GET http://[bad HTTP/1.1\r\n',
      'GET /\x00 HTTP/1.1\r\n',
    ],
    ...[
      'Host: a\r\n',
      'Host: a\r\nHost: b\r\n',
      'Content-Length: 10\r\n',
      'Content-Length: -1\r\n',
      'Content-Length: 99999999999999999999\r\n',
    ],
    ...[
      'Transfer-Encoding: chunked\r\n',
      'Transfer-Encoding: chunked, chunked\r\n',
      'Expect: 100-continue\r\n',
      'Expect: x\r\n',
      'Upgrade: h2c\r\nConnection: Upgrade\r\n',
    ],
    ...[
      'Content-Type: application/json\r\n',
      '\r\n',
      '\r\n\r\n',
      '5\r\n{"a":\r\n',
      '0\r\n\r\n',
      'ffffffffffffffff\r\n',
      ' folded\r\n',
      `X: ${'y'.repeat(20_000)}\r\n`,
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\x16\x03\x01\x02\x00',
    ],
  ),
  wildBytes.map((bytes) => Buffer.from(bytes).toString('latin1')),
);
const raw: fc.Arbitrary<RawRequest> = fc
  .array(rawLine, { minLength: 1, maxLength: 8 })
  .map((lines) => ({ bytes: Buffer.from(lines.join(''), 'latin1') }));

/** Requests to the REST API, from sound ones to what is no HTTP. */
export const httpInputs: fc.Arbitrary<HttpInput> = fc.oneof(
  { weight: 5, arbitrary: reading },
  { weight: 7, arbitrary: writing },
  { weight: 1, arbitrary: raw },
);
