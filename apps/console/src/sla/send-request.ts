import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import type { ClientTls } from '@forewarn/contracts';

/** A request that is ready to be sent. */
export interface SentRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly tls?: ClientTls | undefined;
}

/** An answer that has arrived as a whole. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Sends a request over http or https, on a connection of its own. fetch cannot be told whom to trust; nor does this follow redirections, which would carry
 * what is sent to others.
 *
 * @throws the reason of the signal, or what Node says of the connection
 */
export async function sendRequest(
  target: URL,
  { method, headers, body, signal, tls = {} }: SentRequest,
): Promise<ReceivedAnswer> {
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const own = { method, headers, signal, agent: false };
      const sent =
        target.protocol === 'https:' ? requestHttps(target, { ...own, ...tls }) : requestHttp(target, own);
      sent.once('response', resolve).once('error', reject).end(body);
    });
    return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
  } catch (thrown) {
    throw signal.aborted ? signal.reason : thrown;
  }
}
