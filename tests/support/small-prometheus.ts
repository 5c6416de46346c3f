import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As much of Prometheus as an embedded start asks for: gauges of one series a metric, a sample a minute. */
export interface SmallPrometheus {
  readonly url: string;
  close(): void;
}

/** What a test may have it answer in place of its own: a status and a body, or nothing. */
export type Interference = (path: string) => { readonly status: number; readonly body: string } | undefined;

/** Serves the metrics on a free port of this machine. */
export async function startSmallPrometheus(
  metrics: readonly string[],
  interfere: Interference = () => undefined,
): Promise<SmallPrometheus> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://small');
    const parameters = new URLSearchParams(`${url.search.slice(1)}&${await bodyOf(request)}`);
    const { status, body } = interfere(url.pathname) ?? {
      status: 200,
      body: JSON.stringify({ status: 'success', data: answer(metrics, url.pathname, parameters) }),
    };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

function answer(metrics: readonly string[], path: string, parameters: URLSearchParams): unknown {
  const asked = `${parameters.get('match[]') ?? ''}${parameters.get('query') ?? ''}`;
  const found = metrics.filter((metric) => new RegExp(`\\b${metric}\\b`).test(asked));
  if (path.endsWith('/series')) return found.map((metric) => ({ __name__: metric }));
  if (path.endsWith('/metadata')) return {};
  if (path.endsWith('/query_range')) {
    const values = gridOf(parameters);
    return {
      resultType: 'matrix',
      result: found.map((metric) => ({ metric: { __name__: metric }, values })),
    };
  }
  const resultType = asked.includes('[') ? 'matrix' : 'vector';
  return { resultType, result: [] };
}

function gridOf(parameters: URLSearchParams): [number, string][] {
  const [start, end] = ['start', 'end'].map((name) => secondsOf(parameters.get(name)!));
  const step = Number.parseFloat(parameters.get('step')!);
  const count = Math.floor((end! - start!) / step) + 1;
  return Array.from({ length: count }, (_, at) => [start! + at * step, String(10 + ((at * 7919) % 13))]);
}

const secondsOf = (time: string): number => (/^[\d.]+$/.test(time) ? Number(time) : Date.parse(time) / 1_000);
