import {
  type ChannelCredentials,
  type ChannelOptions,
  credentials,
  InterceptingCall,
  type Interceptor,
} from '@grpc/grpc-js';
import type { RetrievalServiceClient } from '../../generated/dataretrieval/v1/RetrievalService.js';
import { protoDefinitions } from '../../proto-definitions.js';
import { type ClientTls, tlsChannel } from './tls-channel.js';

/** How to connect to the retrieval service. */
export interface RetrievalClientOptions {
  /** Over TLS. Default: plain text, for a trusted network. */
  readonly tls?: ClientTls | undefined;
  /** An API key or token, for a server that asks who calls it. */
  readonly key?: string | undefined;
  /** Stronger than `tls`. */
  readonly credentials?: ChannelCredentials;
  /** Added to, and stronger than, the client's own. */
  readonly channelOptions?: ChannelOptions;
}

const mebibyte = 1024 * 1024;

const defaultChannelOptions: ChannelOptions = {
  // A service of ours is beside its clients: a proxy that the environment names for the way out does not know it.
  'grpc.enable_http_proxy': 0,
  // One watched analysis carries its whole window: seven days of one-second samples are 24 MB.
  'grpc.max_receive_message_length': 64 * mebibyte,
  // A watch may be silent for long; this finds out that the server is gone.
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
};

/** Adds a key to the metadata of each call. Not as credentials of calls, which grpc-js lets over TLS alone. */
const showingKey =
  (key: string): Interceptor =>
  (options, nextCall) =>
    new InterceptingCall(nextCall(options), {
      start(metadata, listener, next) {
        metadata.set('authorization', `Bearer ${key}`);
        next(metadata, listener);
      },
    });

/**
 * A client of the retrieval service. It connects with the first call; close it to let the process end. It connects directly: `http_proxy` and the like
 * do not matter, unless `channelOptions` have `grpc.enable_http_proxy: 1`.
 *
 * @param address  `host:port`
 *
 * @example
 * const client = retrievalClient('127.0.0.1:50051');
 * for await (const chunk of client.listDecomposition({ selector: { metric: 'node_load1' } })) console.log(chunk.trend);
 * client.close();
 */
export function retrievalClient(
  address: string,
  options: RetrievalClientOptions = {},
): RetrievalServiceClient {
  const Client = protoDefinitions().dataretrieval.v1.RetrievalService;
  const secure = options.tls && tlsChannel(address, options.tls);
  const channel = options.credentials ?? secure?.credentials ?? credentials.createInsecure();
  return new Client(address, channel, {
    ...defaultChannelOptions,
    ...secure?.channelOptions,
    ...(options.key !== undefined && { interceptors: [showingKey(options.key)] }),
    ...options.channelOptions,
  });
}
