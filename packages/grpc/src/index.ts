export {
  type Answering,
  type StreamAnswering,
  streamHandler,
  unaryHandler,
} from './calls/call-handlers.js';
export { type Listing, listHandler } from './calls/list-handler.js';
export { type ReadPage, readPages } from './calls/read-pages.js';
export type { ResponseStream } from './calls/response-stream.js';
export { GrpcError, grpcErrorCodes } from './grpc-error.js';
export { createGrpcListener, type GrpcListener, type GrpcListenerOptions } from './grpc-listener.js';
export type {
  Authorize,
  CallBinding,
  Check,
  GrpcAccess,
  GrpcHandler,
  GrpcHandlers,
  GrpcService,
} from './grpc-service.js';
