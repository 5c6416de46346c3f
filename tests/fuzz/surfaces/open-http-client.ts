import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { WellFormedRequest } from '../wild/http-request.js';

/** What a server answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/** A client that sends what it is told. */
export interface HttpClient {
  /** @throws where there is no whole answer */
  send(input: WellFormedRequest): Promise<HttpAnswer>;
  /** Writes bytes on a connection of their own, and says no more. @returns what came back until the server closed it */
  sendRaw(bytes: Uint8Array): Promise<string>;
  close(): void;
}

/** A client of a listener on 127.0.0.1, over one connection as long as the server keeps it. */
export function openHttpClient(port: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const once = ({ method, path, headers, body }: WellFormedRequest): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const length = body === null ? {} : { 'content-length': String(body.length) };
      const sent = request({
        agent,
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: { ...headers, ...length },
      });
      let status: number | undefined;
      // A server that has refused a long body may close before it has come whole.
      sent.on('error', (error) => (status === undefined ? reject(error) : undefined));
      sent.on('response', (response) => {
        status = response.statusCode ?? 0;
        const chunks: Buffer[] = [];
        const done = () =>
          resolve({
            status: status ?? 0,
            type: String(response.headers['content-type'] ?? ''),
            body: Buffer.concat(chunks),
          });
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject).on('end', done);
      });
      sent.end(body ?? undefined);
    });
  return {
    send: (input) => once(input).catch((error) => whereClosed(error, () => once(input))),
    sendRaw: (bytes) =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1');
        const chunks: Buffer[] = [];
        socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {});
        socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
        socket.end(bytes);
      }),
    close: () => agent.destroy(),
  };
}

/** A connection that the server closes just as it is used again, as servers may: the next one is new. */
function whereClosed<T>(error: NodeJS.ErrnoException, again: () => Promise<T>): Promise<T> {
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return again();
  throw error;
}
