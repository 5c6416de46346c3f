import type { DataDirectory } from './data-directory.js';
import { requireFreePort } from './free-port.js';
import { OwnedProcess } from './owned-process.js';
import { ServerStartError } from './server-start-error.js';
import { type ReadinessProbe, waitUntilReady } from './wait-until-ready.js';

/** What every start function understands. */
export interface ServerOptions {
  /** Port on 127.0.0.1; a free one by default. */
  readonly port?: number | undefined;
  /** A directory to use and keep, created when absent; by default a temporary one, removed by `stop`. */
  readonly dataDir?: string | undefined;
  /** Milliseconds until a start is given up; a minute by default. */
  readonly readyTimeoutMs?: number | undefined;
  /** Gives the start up. A server that has started is ended by its handle. */
  readonly signal?: AbortSignal | undefined;
}

/** A server that runs, or can be run again, on one port and one data directory. */
export interface ServerHandle {
  /** `host:port`. */
  readonly address: string;
  readonly port: number;
  /** Process id of the last start; `undefined` when the program could not be started. */
  readonly pid: number | undefined;
  readonly dataDir: string;
  /**
   * SIGTERM, then SIGKILL after ten seconds. Removes a temporary data directory, unless told to keep it for `restart`.
   * A second call does nothing more.
   */
  stop(options?: { readonly keepData?: boolean }): Promise<void>;
  /** SIGKILL. The data directory stays, so that `restart` can show what survived; `stop` removes it. */
  kill(): Promise<void>;
  /**
   * Starts again on the same port and data; stops first when it is running. Returns when ready.
   * @throws {ServerStartError} when it does not become ready, or `stop` has removed its data
   */
  restart(options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** The last lines that the process wrote since its last start, oldest first. */
  logs(): readonly string[];
}

/** How one kind of server is run. */
export interface ServerPlan {
  /** Name for messages. */
  readonly server: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly data: DataDirectory;
  /** Puts into the data directory what the server needs before its first start; leaves alone what is there. */
  readonly prepare: (signal: AbortSignal | undefined) => Promise<void>;
  readonly probe: ReadinessProbe;
}

const READY_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 10_000;

/**
 * Prepares and starts a server, and leaves nothing behind when that fails.
 *
 * @throws {ServerStartError} when the port is taken, the preparation fails or the server does not become ready
 */
export async function startNativeServer(plan: ServerPlan, options: ServerOptions): Promise<ServerHandle> {
  const server = new NativeServer(plan, options.readyTimeoutMs ?? READY_TIMEOUT_MS);
  try {
    await plan.prepare(options.signal);
    await server.restart({ signal: options.signal });
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

class NativeServer implements ServerHandle {
  readonly #plan: ServerPlan;
  readonly #readyTimeoutMs: number;
  #process: OwnedProcess | undefined;
  #isDataRemoved = false;

  constructor(plan: ServerPlan, readyTimeoutMs: number) {
    this.#plan = plan;
    this.#readyTimeoutMs = readyTimeoutMs;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get port(): number {
    return this.#plan.port;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get dataDir(): string {
    return this.#plan.data.path;
  }

  logs(): readonly string[] {
    return this.#process?.logs() ?? [];
  }

  async stop(options: { readonly keepData?: boolean } = {}): Promise<void> {
    await this.#process?.terminate(STOP_GRACE_MS);
    if (options.keepData || this.#isDataRemoved) return;
    this.#isDataRemoved = true;
    await this.#plan.data.remove();
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  async restart({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    const { server, port, command, args, probe } = this.#plan;
    if (this.#isDataRemoved)
      throw new ServerStartError(`${server} cannot start again: stop() removed its data.`);
    await this.#process?.terminate(STOP_GRACE_MS);
    await requireFreePort(port, server);
    const process = await OwnedProcess.start(command, args);
    this.#process = process;
    await waitUntilReady({ server, process, probe, timeoutMs: this.#readyTimeoutMs, signal });
  }
}
