import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import type { TlsContext } from './security/tls-context.js';

/** As in kafkajs' own socket factory. */
const keepAliveMs = 60_000;

/**
 * Connects as kafkajs does by itself, except for what follows a lost connection: kafkajs lets go of the same socket again and again while a broker is away,
 * and Node adds a listener each time it is told to `unref` a socket that is closed, until it warns of a leak.
 *
 * @param tls  asked at each connection. Default: plain text
 */
export const connectSocket =
  (tls?: TlsContext): ISocketFactory =>
  ({ host, port, onConnect }) => {
    const socket: Socket = tls
      ? connectTls({ host, port, ...nameOf(host), secureContext: tls.current() }, onConnect)
      : connect({ host, port }, onConnect);
    socket.setKeepAlive(true, keepAliveMs);
    const unref = socket.unref.bind(socket);
    socket.unref = () => (socket.destroyed ? socket : unref());
    return socket;
  };

/** What the server is asked for: TLS knows names only. The certificate is held against the address all the same. */
const nameOf = (host: string) => (isIP(host) === 0 ? { servername: host } : {});
