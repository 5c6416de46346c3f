import { once } from 'node:events';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';

/** What is asked, and how. */
export interface HttpsRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** PEM of the authority that is trusted; without one any certificate will do. */
  readonly ca?: string | Buffer;
}

/** What was answered. */
export interface HttpsAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Asks by http or https, each time on a connection of its own: `fetch` takes no authority for one request. */
export async function askHttps(url: string, options: HttpsRequest = {}): Promise<HttpsAnswer> {
  const { method = 'GET', headers, body, ca } = options;
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const how = { method, agent: false, headers: { ...json, ...headers } } as const;
  const trust = ca === undefined ? { rejectUnauthorized: false } : { ca };
  const sent = url.startsWith('https:') ? requestHttps(url, { ...how, ...trust }) : requestHttp(url, how);
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}
