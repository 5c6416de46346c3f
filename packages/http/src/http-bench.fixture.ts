import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import { createHttpListener, type HttpListener, type HttpListenerOptions } from './listener/http-listener.js';

/** A listener that runs, and where. */
export interface HttpBench {
  readonly listener: HttpListener;
  readonly origin: string;
}

/** Starts a listener; it is stopped when the test is finished. */
export async function startListener(options: Partial<HttpListenerOptions>): Promise<HttpBench> {
  const info = { title: 'test', version: '1.2.3', description: 'routes of tests' };
  const listener = createHttpListener({ host: '127.0.0.1', port: 0, routes: [], info, ...options });
  await listener.start(AbortSignal.timeout(5_000));
  onTestFinished(() => listener.stop());
  return { listener, origin: `http://127.0.0.1:${listener.port}` };
}

/** Starts a plain server, as something that requests are forwarded to; it is closed when the test is finished. */
export async function startUpstream(listener: RequestListener): Promise<URL> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a port was asked for');
  return new URL(`http://127.0.0.1:${address.port}`);
}

/** The JSON that a server answers with. */
// biome-ignore lint/suspicious/noExplicitAny: tests look at fields of what they expect
export const jsonFrom = async (url: string, init?: RequestInit): Promise<any> =>
  (await fetch(url, init)).json();

/** Something that a test waits for, and what settles it. */
export function deferred<T = void>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
