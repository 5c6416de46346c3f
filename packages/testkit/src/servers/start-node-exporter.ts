import { openDataDirectory } from './data-directory.js';
import { freePort } from './free-port.js';
import { type ServerHandle, type ServerOptions, startNativeServer } from './native-server.js';
import { probeHttp } from './probe-http.js';
import { requireProgram } from './server-programs.js';

/** A node-exporter; `url` is without the path `/metrics`. */
export interface NodeExporterHandle extends ServerHandle {
  readonly url: string;
}

/**
 * Starts a node-exporter, which offers this machine's metrics. It keeps no data.
 *
 * @throws {ServerStartError} when node-exporter is absent or does not become ready
 */
export async function startNodeExporter(options: ServerOptions = {}): Promise<NodeExporterHandle> {
  const command = await requireProgram('node-exporter');
  const port = options.port ?? (await freePort());
  const data = await openDataDirectory('node-exporter', options.dataDir);
  const url = `http://127.0.0.1:${port}`;
  const args = [`--web.listen-address=127.0.0.1:${port}`];
  const prepare = async () => {};
  const plan = {
    server: 'node-exporter',
    command,
    args,
    port,
    data,
    prepare,
    probe: probeHttp(`${url}/metrics`),
  };
  return Object.assign(await startNativeServer(plan, options), { url });
}
