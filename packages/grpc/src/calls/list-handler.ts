import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Caller, Page, PageRequest } from '@forewarn/core';
import type { handleServerStreamingCall } from '@grpc/grpc-js';
import type { GrpcHandler } from '../grpc-service.js';
import { streamHandler } from './call-handlers.js';
import { readPages } from './read-pages.js';

/** How a method lists what a request selects. */
export interface Listing<Request, Query, Item, Response> {
  /** What to read. @throws {ForewarnError} `invalid-request`, or another of its kind */
  readonly query: (request: Request, caller: Caller) => Query;
  /** Most items in a page: what is held in memory for a client that is slow. */
  readonly pageSize: number;
  readonly read: (query: Query, page: PageRequest) => Promise<Page<Item>>;
  /** The messages of one page, made as they are sent. */
  readonly messages: (items: readonly Item[]) => Iterable<Response>;
}

/** A handler that streams what is stored, page by page, at the client's pace. */
export const listHandler = <Request, Query, Item, Response>({
  query: queryOf,
  pageSize,
  read,
  messages,
}: Listing<Request, Query, Item, Response>): GrpcHandler<handleServerStreamingCall<Request, Response>> =>
  streamHandler(async (request, output, caller) => {
    const query = queryOf(request, caller);
    for await (const items of readPages((page) => read(query, page), pageSize, output.signal)) {
      for (const message of messages(items)) await output.write(message);
      // A store that reads without waiting would else hold back what was written, the first chunk above all.
      await nextTurn();
    }
  });
