import { constants, type ServerHttp2Stream } from 'node:http2';

/**
 * The stream of HTTP/2 below a call. grpc-js does not show it, and without it nobody can end a call whose client reads nothing: a status waits
 * behind what was written, and holds it. Tests tell when another version of grpc-js keeps it elsewhere.
 *
 * @param call  as handlers or interceptors have it
 */
export function transportOf(call: object): ServerHttp2Stream | undefined {
  const { call: inner, stream } = call as {
    call?: { stream?: ServerHttp2Stream };
    stream?: ServerHttp2Stream;
  };
  return stream ?? inner?.stream;
}

/** Ends a call at once, with what was written of it. Clients see RESOURCE_EXHAUSTED. */
export function breakOff(stream: ServerHttp2Stream | undefined): void {
  if (stream && !stream.destroyed) stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
}
