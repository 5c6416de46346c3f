import { createServer } from 'node:http';

/** Stands between a service and a Prometheus, and can spoil its answers. */
export interface PrometheusProxy {
  readonly url: string;
  /** From now on answers are cut off in their middle, or whole again. */
  spoilAnswers(isSpoilt: boolean): void;
  close(): void;
}

/**
 * Listens on a port that was nobody's until now.
 *
 * @param target  base address of a real Prometheus
 */
export async function startPrometheusProxy(port: number, target: string): Promise<PrometheusProxy> {
  let isSpoilt = false;
  const server = createServer(async (request, response) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? 'GET',
        headers: { 'content-type': request.headers['content-type'] ?? 'text/plain' },
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      });
      const body = await answer.text();
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(isSpoilt ? body.slice(0, body.length / 2) : body);
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve());
  });
  return {
    url: `http://127.0.0.1:${port}`,
    spoilAnswers(value) {
      isSpoilt = value;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
