import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnalysisQuery } from '@forewarn/analysis';
import { type Selector__Output, selectorFromWire } from '@forewarn/contracts';
import type { Page, PageRequest } from '@forewarn/core';
import type { handleServerStreamingCall } from '@grpc/grpc-js';
import { streamHandler } from './call-handlers.js';
import type { CallObserver } from './call-observer.js';
import { storedPages } from './stored-pages.js';

/** A request that selects stored results. */
export interface SelectingRequest {
  readonly selector: Selector__Output | null;
}

/** How one method lists stored results. */
export interface Listing<Item, Response> {
  readonly method: string;
  /** Most items in a page: what is held in memory for a client that is slow. */
  readonly pageSize: number;
  readonly read: (query: AnalysisQuery, page: PageRequest) => Promise<Page<Item>>;
  /** The messages of one page, made as they are sent. */
  readonly messages: (items: readonly Item[]) => Iterable<Response>;
}

/** A handler that streams stored results, page by page. */
export const listHandler = <Item, Response>(
  { method, pageSize, read, messages }: Listing<Item, Response>,
  observer: CallObserver,
): handleServerStreamingCall<SelectingRequest, Response> =>
  streamHandler(method, observer, async ({ selector }, output) => {
    const query = selectorFromWire(selector);
    for await (const items of storedPages((page) => read(query, page), pageSize, output.signal)) {
      for (const message of messages(items)) await output.write(message);
      // A store that reads without waiting would else hold back what was written, the first chunk above all.
      await nextTurn();
    }
  });
