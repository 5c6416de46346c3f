import { once } from 'node:events';
import { promisify } from 'node:util';
import { Registry } from '@forewarn/telemetry';
import {
  Client,
  type ClientReadableStream,
  credentials,
  Metadata,
  type MethodDefinition,
  makeClientConstructor,
} from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';
import { onTestFinished } from 'vitest';
import { streamHandler, unaryHandler } from './calls/call-handlers.js';
import type { ResponseStream } from './calls/response-stream.js';
import { createGrpcListener, type GrpcListener, type GrpcListenerOptions } from './grpc-listener.js';
import type { GrpcService } from './grpc-service.js';

const encode = (text: string) => Buffer.from(text);
const decode = (bytes: Buffer) => bytes.toString();

const method = (
  service: string,
  name: string,
  responseStream: boolean,
): MethodDefinition<string, string> => ({
  path: `/${service}/${name}`,
  requestStream: false,
  responseStream,
  requestSerialize: encode,
  requestDeserialize: decode,
  responseSerialize: encode,
  responseDeserialize: decode,
});

/** What a test may choose about its service. */
export interface TestServiceOptions extends Partial<GrpcService> {
  readonly onSay?: (text: string) => Promise<string>;
  readonly onWatch?: (output: ResponseStream<string>) => Promise<void>;
}

/** A service of texts: `Say` answers with what it hears, `Watch` with one message and then nothing until it is ended. */
export function testService({
  name = 'test.v1.Test',
  onSay = async (text) => text,
  onWatch = endless(new Error('the server stops')),
  ...changed
}: TestServiceOptions): GrpcService {
  return {
    name,
    definition: { Say: method(name, 'Say', false), Watch: method(name, 'Watch', true) },
    handlers: {
      Say: unaryHandler((text: string) => onSay(text)),
      Watch: streamHandler((_: string, output: ResponseStream<string>) => onWatch(output)),
    },
    access: { Say: 'read', Watch: 'read' },
    metricsPrefix: name.replaceAll('.', '_'),
    ...changed,
  };
}

/** Writes one message, and throws the error when the server stops. */
export const endless = (error: Error) => async (output: ResponseStream<string>) => {
  await output.write('begun');
  const signal = AbortSignal.any([output.signal, output.stopping]);
  if (!signal.aborted) await once(signal, 'abort');
  if (output.stopping.aborted) throw error;
  throw output.signal.reason;
};

/** A listener on a free port of 127.0.0.1, with a client; both end with the test. */
export interface StartedListener {
  readonly listener: GrpcListener;
  readonly port: number;
  say(service: string, text: string, metadata?: Metadata): Promise<string | undefined>;
  watch(service: string): ClientReadableStream<string>;
}

/** Starts a listener for a test. @param channel  how its client speaks with it */
export async function startListener(
  options: Partial<GrpcListenerOptions> & Pick<GrpcListenerOptions, 'services'>,
  channel = credentials.createInsecure(),
): Promise<StartedListener> {
  const listener = createGrpcListener({
    host: '127.0.0.1',
    port: 0,
    registry: new Registry(),
    healthIntervalMs: 5,
    drainDeadlineMs: 200,
    ...options,
  });
  await listener.start(new AbortController().signal);
  onTestFinished(() => listener.stop());
  const client = new Client(`127.0.0.1:${listener.port}`, channel);
  onTestFinished(() => client.close());
  return {
    listener,
    port: listener.port,
    say: (service, text, metadata = new Metadata()) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(`/${service}/Say`, encode, decode, text, metadata, (error, answer) =>
          error ? reject(error) : resolve(answer),
        );
      }),
    watch: (service) =>
      client.makeServerStreamRequest(`/${service}/Watch`, encode, decode, 'everything', new Metadata()),
  };
}

/** Asks a server for the health of a service. */
export function healthOf(
  port: number,
  channel = credentials.createInsecure(),
): (service: string) => Promise<string> {
  const HealthClient = makeClientConstructor(healthService as never, 'Health');
  const client = new HealthClient(`127.0.0.1:${port}`, channel);
  onTestFinished(() => client.close());
  const check = promisify((client.check as (request: object, answer: () => void) => void).bind(client));
  return async (service) => ((await (check({ service }) as Promise<unknown>)) as { status: string }).status;
}
