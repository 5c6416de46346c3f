import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine that answers as a test wants, for faults that a real Prometheus does not show. */
export interface FakePrometheus {
  readonly url: string;
  /** Replaces how requests are answered from now on. */
  answer(listener: RequestListener): void;
  /** Path and parameters of the requests so far. */
  readonly requests: readonly URL[];
  close(): Promise<void>;
}

/** Starts one on a free port. */
export async function startFakePrometheus(): Promise<FakePrometheus> {
  const requests: URL[] = [];
  let listener: RequestListener = (_, response) => void response.writeHead(500).end();
  const server = createServer((request, response) => {
    requests.push(new URL(request.url ?? '', 'http://fake'));
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (next) => {
      listener = next;
    },
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers every request with a status and a body: text as it is, all else as JSON. */
export const answerWith =
  (body: unknown, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_request: IncomingMessage, response: ServerResponse) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));

/** The answer to a query whose result has these series. */
export const matrixOf = (...result: unknown[]) => ({
  status: 'success',
  data: { resultType: 'matrix', result },
});

/** Answers range queries as a Prometheus would that holds `seriesCount` series without a gap, and refuses what it would refuse. */
export const answerRangeQueries =
  (seriesCount = 1): RequestListener =>
  (request, response) => {
    const parameters = new URL(request.url ?? '', 'http://fake').searchParams;
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(parameters.get(name)));
    const count = Math.floor((end! - start!) / step! + 1e-9) + 1;
    if (count > 11_000) {
      const error = 'exceeded maximum resolution of 11,000 points per timeseries.';
      return answerWith({ status: 'error', errorType: 'bad_data', error }, 400)(request, response);
    }
    const values = Array.from({ length: count }, (_, i) => [start! + i * step!, '1']);
    const series = Array.from({ length: seriesCount }, (_, i) => ({
      metric: { __name__: 'up', cpu: String(i) },
      values,
    }));
    return answerWith(matrixOf(...series))(request, response);
  };
