import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { damaged, documentBytes, wildBytes } from './bytes.js';
import { prometheusAnswers } from './range-responses.js';

/** An answer over HTTP, by whatever answers. */
export interface PrometheusAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** `cut` promises more than it sends, `raw` writes the bytes on the connection as they are. */
  readonly delivery: 'whole' | 'cut' | 'raw';
}

const contentType = fc.constantFrom(
  ...[
    'application/json',
    'application/json; charset=utf-8',
    'text/html',
    'application/json; charset=utf-16',
    'x',
    '',
  ],
);
const packings: readonly (readonly [encoding: string, pack: (body: Uint8Array) => Uint8Array])[] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  // What was not packed as it says.
  ['gzip', (body) => body],
  ['deflate', (body) => body],
  ['br', (body) => body],
  ['gzip', (body) => gzipSync(gzipSync(body))],
  ['gzip', (body) => Buffer.concat([gzipSync(body), Buffer.from('rest')])],
  ['wild', (body) => body],
  // Larger than an answer may be, once it is unpacked.
  ['gzip', () => gzipSync(Buffer.alloc(1_000_000, '[1,'))],
];

const body = documentBytes(prometheusAnswers);
const plain = fc
  .tuple(contentType, body)
  .map(([type, bytes]) => ({ headers: { 'content-type': type }, body: bytes }));
const packed = fc.tuple(body, fc.constantFrom(...packings)).chain(([bytes, [encoding, pack]]) =>
  damaged(fc.constant(pack(bytes)), 1).map((sent) => ({
    headers: { 'content-encoding': encoding },
    body: sent,
  })),
);

const status = fc.oneof(
  { weight: 8, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.constantFrom(201, 204, 206, 299, 300, 301, 302, 304, 307, 308) },
  { weight: 1, arbitrary: fc.constantFrom(400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504, 599, 999) },
);
/** Back to the server itself, which answers the same again. */
const location = fc.constantFrom(
  {},
  {},
  { location: '/again' },
  { location: 'http://[bad' },
  { location: '' },
);

const overHttp: fc.Arbitrary<PrometheusAnswer> = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: packed }),
    status,
    location,
    fc.constantFrom<PrometheusAnswer['delivery']>('whole', 'whole', 'whole', 'whole', 'whole', 'cut'),
  )
  .map(([sent, code, more, delivery]) => ({
    ...sent,
    status: code,
    headers: { ...sent.headers, ...more },
    delivery,
  }));

const head = fc.constantFrom(
  ...[
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.1 200\r\n',
    'HTTP/9.9 200 OK\r\n',
    'HTTP/1.1 2000 OK\r\n',
    'ICY 200 OK\r\n',
    '\x16\x03\x01',
  ],
);
const line = fc.oneof(
  fc.constantFrom(
    ...[
      'content-length: 5\r\n',
      'content-length: -1\r\n',
      'content-length: 99999999999999999999\r\n',
      'transfer-encoding: chunked\r\n',
    ],
    ...[
      'transfer-encoding: x\r\n',
      'a: b\r\n',
      'a\r\n',
      ': b\r\n',
      '\r\n',
      '\r\n\r\n',
      '5\r\nabcde\r\n0\r\n\r\n',
      'ffffffffff\r\n',
      `x: ${'y'.repeat(20_000)}\r\n`,
    ],
  ),
  wildBytes.map((bytes) => Buffer.from(bytes).toString('latin1')),
);

/** What is hardly HTTP. */
const raw: fc.Arbitrary<PrometheusAnswer> = fc
  .tuple(head, fc.array(line, { maxLength: 5 }))
  .map(([first, lines]) => ({
    status: 0,
    headers: {},
    body: Buffer.from(`${first}${lines.join('')}`, 'latin1'),
    delivery: 'raw' as const,
  }));

/** Answers of a Prometheus that are changed, packed wrongly, cut off, or no HTTP at all. */
export const prometheusAnswer: fc.Arbitrary<PrometheusAnswer> = fc.oneof(
  { weight: 12, arbitrary: overHttp },
  { weight: 1, arbitrary: raw },
);
