import { once } from 'node:events';
import type { Server as HttpServer, IncomingHttpHeaders, IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import { answerWith } from '../http/fake-prometheus.fixture.js';
import { oneSample } from '../http/source-on-fake-prometheus.fixture.js';

/** What a server saw of a request. */
interface SeenRequest {
  readonly method: string | undefined;
  /** As the request line has it. */
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** The common name of the certificate that it was shown. */
  readonly client: string | undefined;
  readonly body: string;
}

/** A server of the running test, which ends with it. */
export interface ListeningServer {
  readonly url: string;
  readonly port: number;
  readonly seen: readonly SeenRequest[];
  answer(listener: RequestListener): void;
}

/**
 * A server that answers every request with a sample, unless a test has another answer.
 *
 * @param tls  over TLS, with these certificates
 */
export async function listening(tls?: ServerOptions): Promise<ListeningServer> {
  const seen: SeenRequest[] = [];
  let answer: RequestListener = answerWith(oneSample);
  const listener: RequestListener = async (request, response) => {
    seen.push(await seenOf(request));
    answer(request, response);
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  const port = await listen(server);
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    seen,
    answer: (next) => {
      answer = next;
    },
  };
}

async function seenOf(request: IncomingMessage): Promise<SeenRequest> {
  const { method, url, headers, socket } = request;
  const shown = 'getPeerCertificate' in socket ? (socket as TLSSocket).getPeerCertificate() : undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { method, url, headers, client: shown?.subject?.CN, body: Buffer.concat(chunks).toString() };
}

async function listen(server: HttpServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

/** A proxy of CONNECT, and what it was asked. */
export interface ConnectProxy {
  readonly url: string;
  readonly asked: readonly { authority: string | undefined; headers: IncomingHttpHeaders }[];
}

/**
 * A proxy that connects everybody to one port of this machine, whatever was asked for.
 *
 * @param authorization  what it wants to hear in `Proxy-Authorization`; nothing by default
 */
export async function connectProxy(port: number, authorization?: string): Promise<ConnectProxy> {
  const asked: { authority: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const proxy = createServer();
  proxy.on('connect', (request: IncomingMessage, socket) => {
    asked.push({ authority: request.url, headers: request.headers });
    socket.on('error', () => {});
    if (request.headers['proxy-authorization'] !== authorization) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(proxy)}`, asked };
}
