import { Readable } from 'node:stream';
import { onAbort } from '@forewarn/core';
import type { Response } from 'express';
import { type EventStream, eventText, type ServerEvent } from './event-stream.js';

/**
 * Sends events until there are no more, or the signal aborts. The answer is then ended in good order, so that clients come back.
 *
 * @param ends  signals of which each ends the answer: that the client disconnected, that the server drains
 * @throws        what the events failed with; the connection is cut, since the status was sent long ago
 */
export function sendEvents(
  { events, heartbeatMs }: EventStream,
  response: Response,
  ends: readonly AbortSignal[],
): Promise<void> {
  // Proxies that gather answers would keep events back.
  response.set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  const source = Readable.from(texts(events), { highWaterMark: 1 });
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(':\n\n');
  }, heartbeatMs);
  let releases: readonly (() => void)[] = [];
  return new Promise<void>((resolve, reject) => {
    const end = () => {
      source.unpipe(response);
      source.destroy();
      response.end();
      resolve();
    };
    source.once('end', end);
    source.once('error', (error) => {
      response.destroy();
      reject(error);
    });
    source.pipe(response, { end: false });
    releases = ends.map((signal) => onAbort(signal, end));
  }).finally(() => {
    clearInterval(heartbeat);
    for (const release of releases) release();
  });
}

async function* texts(events: AsyncIterable<ServerEvent>): AsyncGenerator<string> {
  for await (const event of events) yield eventText(event);
}
