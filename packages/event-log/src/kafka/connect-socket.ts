import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

/** As in kafkajs' own socket factory. */
const keepAliveMs = 60_000;

/**
 * Connects as kafkajs does by itself, except for what follows a lost connection: kafkajs lets go of the same socket again and again while a broker is away,
 * and Node adds a listener each time it is told to `unref` a socket that is closed, until it warns of a leak.
 */
export const connectSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket: Socket = ssl
    ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...ssl }, onConnect)
    : connect({ host, port }, onConnect);
  socket.setKeepAlive(true, keepAliveMs);
  const unref = socket.unref.bind(socket);
  socket.unref = () => (socket.destroyed ? socket : unref());
  return socket;
};
