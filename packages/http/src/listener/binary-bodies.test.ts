import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deferred, jsonFrom, startListener } from '../http-bench.fixture.js';
import { RawBody } from '../route/raw-body.js';
import { defineRoute } from '../route/route.js';

const upload = defineRoute(
  {
    method: 'post',
    path: '/api/v1/files',
    operationId: 'uploadFile',
    summary: 'Takes a file',
    access: 'write',
    body: new RawBody(['application/octet-stream', 'application/zip'], 1_000_000),
    responses: { 200: { description: 'Its digest', schema: z.object({ digest: z.string() }) } },
    errors: [],
  },
  async ({ body }) => {
    const hash = createHash('sha256');
    for await (const chunk of body) hash.update(chunk);
    return { status: 200, body: { digest: hash.digest('hex') } };
  },
);

/** A route that answers with bytes. */
const download = (body: () => Readable | Uint8Array) =>
  defineRoute(
    {
      method: 'get',
      path: '/api/v1/file',
      operationId: 'downloadFile',
      summary: 'Gives a file',
      access: 'read',
      responses: { 200: { description: 'The file', contentType: 'application/zip' } },
      errors: [],
    },
    async () => ({ status: 200, body: body(), etag: '"file-1"' }),
  );

describe('a body that is sent as a stream', () => {
  const send = async (body: Uint8Array, headers: Record<string, string> = {}) => {
    const { origin } = await startListener({ routes: [upload] });
    const response = await fetch(`${origin}/api/v1/files`, {
      method: 'POST',
      body: Buffer.from(body),
      headers: { 'content-type': 'application/octet-stream', ...headers },
    });
    return { status: response.status, body: await response.json() };
  };

  it('reaches the handler byte by byte', async () => {
    const bytes = new Uint8Array(900_000).map((_, at) => at % 251);
    const digest = createHash('sha256').update(bytes).digest('hex');
    expect(await send(bytes)).toEqual({ status: 200, body: { digest } });
  });

  it('is refused when it says that it is too large', async () => {
    expect(await send(new Uint8Array(1_000_001))).toMatchObject({
      status: 413,
      body: { code: 'request-too-large' },
    });
  });

  it('is refused when it turns out to be too large', async () => {
    const { origin } = await startListener({ routes: [upload] });
    const sent = request(`${origin}/api/v1/files`, {
      method: 'POST',
      headers: { 'content-type': 'application/zip' },
    });
    sent.on('error', () => {});
    Readable.from(Array.from({ length: 11 }, () => Buffer.alloc(100_000))).pipe(sent);
    const [response] = await once(sent, 'response');
    expect(response.statusCode).toBe(413);
    response.destroy();
  });

  it.each([{ 'content-type': 'text/plain' }, { 'content-encoding': 'gzip' }])(
    'is refused with %o',
    async (headers) => {
      expect(await send(new Uint8Array(1), headers)).toMatchObject({ status: 415 });
    },
  );
});

describe('an answer of bytes', () => {
  const bytes = Buffer.from([0, 255, 10, 13]);

  it.each([
    ['at once', () => bytes],
    ['as a stream', () => Readable.from([bytes.subarray(0, 2), bytes.subarray(2)])],
  ])('comes %s, with its type, and not to who has it', async (_, body) => {
    const { origin } = await startListener({ routes: [download(body)] });
    const response = await fetch(`${origin}/api/v1/file`);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    const known = await fetch(`${origin}/api/v1/file`, { headers: { 'if-none-match': '"file-1"' } });
    expect(known.status).toBe(304);
    expect((await fetch(`${origin}/api/v1/file`, { method: 'HEAD' })).status).toBe(200);
  });

  it('is no longer read when the client disconnects', async () => {
    const closed = deferred();
    const endless = () =>
      new Readable({
        read() {
          this.push(Buffer.alloc(65_536));
        },
        destroy(_, done) {
          closed.resolve();
          done(null);
        },
      });
    const { origin } = await startListener({ routes: [download(endless)] });
    const sent = request(`${origin}/api/v1/file`).end();
    const [response] = await once(sent, 'response');
    response.destroy();
    await closed.promise;
  });

  it('is described in the OpenAPI document, as is one that is sent', async () => {
    const { origin } = await startListener({ routes: [upload, download(() => bytes)] });
    const { paths } = await jsonFrom(`${origin}/openapi.json`);
    const schema = { type: 'string', format: 'binary' };
    expect(paths['/api/v1/file'].get.responses['200'].content).toEqual({ 'application/zip': { schema } });
    expect(paths['/api/v1/files'].post.requestBody.content['application/zip']).toEqual({ schema });
  });
});
