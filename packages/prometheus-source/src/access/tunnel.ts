import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { ForewarnError } from '@forewarn/core';
import { proxyAuthorization } from './proxy-for.js';

/** As long as any request to Prometheus may take. */
const longestWaitMs = 30_000;

/** Where a tunnel ends. */
export interface TunnelEnd {
  readonly host: string;
  readonly port: number;
}

/**
 * Asks a proxy for a connection to a server, through which it sees nothing. The proxy is told no header of the request, and shown no certificate.
 *
 * @param done  called once, with the connection or with what failed
 */
export function openTunnel(
  proxy: URL,
  { host, port }: TunnelEnd,
  done: (error: Error | undefined, socket?: Socket) => void,
): void {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const authorization = proxyAuthorization(proxy);
  const connect = (proxy.protocol === 'https:' ? requestHttps : requestHttp)({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...(authorization && { 'proxy-authorization': authorization }) },
    agent: false,
    timeout: longestWaitMs,
  });
  connect.once('connect', (response, socket: Socket) => {
    if (response.statusCode === 200) {
      socket.setTimeout(0);
      return done(undefined, socket);
    }
    socket.destroy();
    done(refusedBy(proxy, authority, response.statusCode ?? 0));
  });
  // A proxy that knows no CONNECT answers as if it were asked for a page.
  connect.once('response', (response) => {
    response.destroy();
    done(refusedBy(proxy, authority, response.statusCode ?? 0));
  });
  connect.once('timeout', () => connect.destroy(new Error(`the proxy ${proxy.host} does not answer`)));
  connect.once('error', done);
  connect.end();
}

function refusedBy(proxy: URL, authority: string, status: number): ForewarnError {
  const details = { status, proxy: proxy.host };
  if (status === 407) return proxyDenied(proxy.host, details);
  return new ForewarnError(
    'prometheus-unavailable',
    `the proxy ${proxy.host} does not connect to ${authority} (HTTP status ${status})`,
    { details },
  );
}

/** A proxy that does not know who asks. */
export const proxyDenied = (proxy: string, details: ForewarnError['details']): ForewarnError =>
  new ForewarnError(
    'prometheus-access-denied',
    `the proxy ${proxy} refuses access (HTTP status 407): check user and password in PROMETHEUS_PROXY_URL, or in the proxy of the environment`,
    { details },
  );
