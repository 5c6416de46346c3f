import { type ClientHttp2Session, connect, constants } from 'node:http2';

/** A client of HTTP/2 that knows nothing of gRPC. */
export interface FramesClient {
  /** Sends bytes as the body of a call, and waits for its end, however that is. */
  send(path: string, headers: readonly (readonly [string, string])[], bytes: Uint8Array): Promise<void>;
  close(): void;
}

/** How long a call that is not answered is waited for: bidirectional ones, and those that watch, stay open. */
const silentMs = 25;

/** Connects when it is needed: what is too wrong costs a client its connection. */
export function openFrames(origin: string): FramesClient {
  let session: ClientHttp2Session | undefined;
  const connected = (): ClientHttp2Session => {
    if (session && !session.closed && !session.destroyed) return session;
    session = connect(origin);
    session.on('error', () => {});
    return session;
  };
  return {
    send: (path, headers, bytes) =>
      new Promise((resolve) => {
        const request = connected().request({
          ...Object.fromEntries(headers),
          ':method': 'POST',
          ':path': path,
          'content-type': 'application/grpc',
          te: 'trailers',
        });
        const timer = setTimeout(() => request.close(constants.NGHTTP2_CANCEL), silentMs);
        request.on('error', () => {});
        request.on('close', () => {
          clearTimeout(timer);
          resolve();
        });
        request.resume();
        request.end(bytes);
      }),
    close: () => session?.destroy(),
  };
}
