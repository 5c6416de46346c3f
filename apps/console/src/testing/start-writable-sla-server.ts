import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A server that a test started, and the SLAs that it holds by name. */
export interface WritableSlaServer {
  readonly url: string;
  readonly slas: Map<string, object>;
  close(): void;
}

const etagOf = (sla: object): string =>
  `"${createHash('sha256').update(JSON.stringify(sla)).digest('hex').slice(0, 8)}"`;

/** Holds SLAs by the rules of the REST API that the console relies on: 409 for a name that is taken, 412 for a version that is gone. */
export async function startWritableSlaServer(
  initial: readonly { name: string }[],
): Promise<WritableSlaServer> {
  const slas = new Map<string, object>(initial.map((sla) => [sla.name, sla]));
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(request.url!.split('/').at(4) ?? '');
    const body = await text(request);
    const sent = body === '' ? undefined : JSON.parse(body);
    if (request.method === 'POST') return slas.has(sent.name) ? refuse(response, 409) : keep(sent.name, sent);
    const current = slas.get(name);
    if (!current) return refuse(response, 404);
    if (request.method === 'GET') return give(response, 200, current);
    if (request.method === 'PUT')
      return request.headers['if-match'] === etagOf(current)
        ? keep(name, { ...sent, name })
        : refuse(response, 412);
    slas.delete(name);
    response.writeHead(204).end();

    function keep(key: string, sla: object) {
      slas.set(key, sla);
      give(response, 200, { description: '', ...sla });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    slas,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const give = (response: ServerResponse, status: number, document: object): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json', etag: etagOf(document) })
    .end(JSON.stringify(document));

function refuse(response: ServerResponse, status: number): void {
  const problem = { code: `refused-${status}`, title: '', detail: `refused with ${status}` };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
}
