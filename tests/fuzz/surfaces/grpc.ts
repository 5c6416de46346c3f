import assert from 'node:assert/strict';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import fc from 'fast-check';
import type { Surface } from '../harness/surface.js';
import { damaged } from '../wild/bytes.js';
import { selectorRequest } from '../wild/protobuf.js';
import { type CallEnd, callOver } from './call-over.js';
import { openFrames } from './open-frames.js';
import { openRetrieval } from './open-retrieval.js';

/** A call, and the bytes of its request. */
interface GrpcInput {
  readonly path: string;
  readonly message: Uint8Array;
  readonly metadata: readonly (readonly [name: string, value: string])[];
  /** What stands on the stream in place of one framed message; none: the message as grpc-js frames it. */
  readonly frames?: Uint8Array;
}

const service = '/dataretrieval.v1.RetrievalService/';
const methods = [
  'GetDickeyFuller',
  'ListSeries',
  'ListDecomposition',
  'ListHodrickPrescott',
  'ListAutocorrelation',
  'ListAggregates',
  'ListForecasts',
  'WatchAnalyses',
];

const method = fc.constantFrom(...methods).map((name) => `${service}${name}`);
const otherPath = fc.constantFrom(
  ...[
    '/grpc.health.v1.Health/Check',
    '/grpc.health.v1.Health/Watch',
    '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
  ],
  ...[
    `${service}NoSuch`,
    '/',
    '//',
    '/x/y/z',
    `/${'x'.repeat(5_000)}/y`,
    '/__proto__/constructor',
    `${service}__proto__`,
    `${service}constructor`,
  ],
);
const message = fc.oneof(
  { weight: 5, arbitrary: selectorRequest },
  { weight: 1, arbitrary: damaged(selectorRequest) },
  { weight: 1, arbitrary: fc.nat({ max: 100_000 }).map((length) => new Uint8Array(length).fill(0x0a)) },
);
const metadata = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom(
      'a',
      'user-agent',
      'traceparent',
      'forewarn-error-code',
      'grpc-tags-bin',
      'authorization',
    ),
    fc.stringMatching(/^[ -~]{0,40}$/),
  ),
  // Some headers may stand once; Node's client refuses to send them twice.
  { maxLength: 3, selector: ([name]) => name },
);

/** The length and flag before a message are the client's to get wrong. */
const frames = fc
  .tuple(message, fc.constantFrom(0, 0, 1, 2, 255), fc.constantFrom(0, 0, 1, -1, 5, 2 ** 31))
  .map(([bytes, flag, more]) => {
    const head = Buffer.alloc(5);
    head.writeUInt8(flag);
    head.writeUInt32BE((bytes.length + more + 2 ** 32) % 2 ** 32, 1);
    return Buffer.concat([head, bytes]);
  });

const inputs: fc.Arbitrary<GrpcInput> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ path: method, message, metadata }) },
  { weight: 1, arbitrary: fc.record({ path: otherPath, message, metadata }) },
  {
    weight: 1,
    arbitrary: fc.record({
      path: fc.oneof(method, otherPath),
      message: fc.constant(Buffer.alloc(0)),
      metadata,
      frames: fc.oneof(
        frames,
        fc.tuple(frames, frames).map(([first, second]) => Buffer.concat([first, second])),
      ),
    }),
  },
);

/** What would say that the server, and not the request, is at fault. */
const ownFaults: readonly status[] = [
  status.UNKNOWN,
  status.INTERNAL,
  status.UNAVAILABLE,
  status.DATA_LOSS,
  status.ABORTED,
];
/** Beside the path, which is told where there is nothing. */
const longestDetails = 2_000;

/** The requests of clients of the retrieval service, and what else comes over HTTP/2. */
export const grpcSurface: Surface<GrpcInput> = {
  name: 'grpc',
  inputs,
  shortRun: 300,
  share: 15,
  async open() {
    const retrieval = await openRetrieval();
    const address = `127.0.0.1:${retrieval.port}`;
    const client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
    const overHttp2 = openFrames(`http://${address}`);
    return {
      async attempt({ path, message, metadata, frames }) {
        if (frames) return overHttp2.send(path, metadata, frames);
        requireFault(await callOver(client, path, message, metadataOf(metadata)), path);
      },
      async answersStill() {
        const { code, messages } = await callOver(
          client,
          `${service}ListSeries`,
          Buffer.alloc(0),
          new Metadata(),
        );
        assert.deepEqual([code, messages > 0], [status.OK, true]);
      },
      async close() {
        client.close();
        overHttp2.close();
        await retrieval.close();
      },
    };
  },
};

function metadataOf(entries: GrpcInput['metadata']): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of entries) metadata.add(name, name.endsWith('-bin') ? Buffer.from(value) : value);
  return metadata;
}

function requireFault({ code, details }: CallEnd, path: string): void {
  assert.ok(!ownFaults.includes(code), `${path} ends with ${status[code]}: ${details}`);
  assert.ok(details.length <= path.length + longestDetails, `details of ${details.length} characters`);
}
