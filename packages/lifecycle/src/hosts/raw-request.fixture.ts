import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * Sends a request as it is written and reads what comes back until the server closes.
 *
 * @param lines  without line ends; a `Connection: close` is added
 */
export async function sendRaw(port: number, ...lines: readonly string[]): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}
