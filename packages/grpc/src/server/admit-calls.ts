import type { ServerHttp2Stream } from 'node:http2';
import {
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  status,
} from '@grpc/grpc-js';
import { breakOff, transportOf } from '../calls/transport-of.js';
import type { GrpcLimits } from './grpc-limits.js';

/** Must be answered when nothing else is, or who watches the process would take it for dead. */
const healthCheck = '/grpc.health.v1.Health/Check';

/**
 * Bounds the calls of all services, health and reflection among them: how many are open, and how long their requests may take.
 *
 * @param onRefused  told of each call that is one too many, with the bound
 */
export function admitCalls(
  { maxCalls, requestTimeoutMs }: GrpcLimits,
  onRefused: (maxCalls: number) => void,
): ServerInterceptor {
  const open = new Set<ServerHttp2Stream>();
  return ({ path, requestStream }, call) => {
    const stream = transportOf(call);
    if (!stream) return call as ServerInterceptingCall;
    if (path !== healthCheck && open.size >= maxCalls) {
      onRefused(maxCalls);
      return refused(call, stream, maxCalls);
    }
    open.add(stream);
    stream.once('close', () => open.delete(stream));
    if (!requestStream) requireRequest(stream, requestTimeoutMs);
    // Nothing is to be changed on its way: a wrapper would only cost.
    return call as ServerInterceptingCall;
  };
}

/** Ends a call that has begun and does not say what it wants. */
function requireRequest(stream: ServerHttp2Stream, timeoutMs: number): void {
  const timer = setTimeout(() => breakOff(stream), timeoutMs);
  const release = () => clearTimeout(timer);
  stream.once('end', release).once('close', release);
}

function refused(
  call: ServerInterceptingCallInterface,
  stream: ServerHttp2Stream,
  maxCalls: number,
): ServerInterceptingCall {
  const details = `${maxCalls} calls are open, as many as there may be: end some, or call again in a moment`;
  const onReceiveMetadata = () => {
    call.sendStatus({ code: status.RESOURCE_EXHAUSTED, details });
    // The client may not have sent its request; nobody waits for it.
    stream.close();
  };
  return new ServerInterceptingCall(call, { start: (next) => next({ onReceiveMetadata }) });
}
