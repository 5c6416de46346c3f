import { Agent } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TlsMaterial } from './tls-material.js';
import { openTunnel } from './tunnel.js';

/** How connections of TLS are made. */
export interface OriginAgentOptions {
  /** The one server that is shown the client's certificate. */
  readonly origin: string;
  readonly material: TlsMaterial;
  readonly proxyFor: (target: URL) => URL | undefined;
}

/** What Node asks of `createConnection`, as far as it matters here. */
interface ConnectionOptions {
  readonly host?: string | null;
  readonly port?: number | string | null;
}
type Connected = (error: Error | null, socket?: Duplex) => void;
type Connect = (this: Agent, options: object, connected?: Connected) => Duplex | null | undefined;

// Node has it, its types do not.
const connectDirectly = (Agent.prototype as unknown as { createConnection: Connect }).createConnection;

/**
 * Connections to servers over TLS, each by the proxy that it takes. Whatever a redirect says, and whoever follows it, the client's certificate is shown to its own
 * server alone: the decision is made where the connection is.
 */
export class OriginAgent extends Agent {
  readonly #options: OriginAgentOptions;

  constructor(options: OriginAgentOptions) {
    // As Node's own agent is made.
    super({ keepAlive: true, timeout: 5_000, scheduling: 'lifo' });
    this.#options = options;
  }

  /** Called by Node for each new connection; its answer comes by the call of `connected` where there is a proxy. */
  createConnection(options: ConnectionOptions, connected: Connected): Duplex | null | undefined {
    const { origin, material, proxyFor } = this.#options;
    const host = options.host ?? 'localhost';
    const port = Number(options.port ?? 443);
    const target = new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`);
    const { cert, key, ...trust } = material;
    const tls = { ...options, ...trust, ...(target.origin === origin && cert && key && { cert, key }) };
    const proxy = proxyFor(target);
    if (proxy === undefined) return connectDirectly.call(this, tls, connected);
    openTunnel(proxy, { host, port }, (error, socket?: Socket) => {
      if (error) connected(error);
      else connected(null, connectDirectly.call(this, { ...tls, socket }) ?? undefined);
    });
    return undefined;
  }

  /** Ends what is not in use, now and later: for an agent that is replaced by another. */
  retire(): void {
    this.maxFreeSockets = 0;
    for (const sockets of Object.values(this.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  }
}
