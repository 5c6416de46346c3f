import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compileMatchers, type Labels, parseSelector, type Series } from '@forewarn/core';

/** A series with a value at each time; NaN where it has none. */
interface TroubledSeries extends Series {
  readonly valueAt: (timeMs: number) => number;
  /** Its points are native histograms. */
  readonly isHistogram?: boolean;
}

/** What is answered in place of the answer. */
interface Trouble {
  readonly status: number;
  readonly body: unknown;
}

/** The right answer is changed, another one is given, or none ever. */
type TroubleOf = Trouble | 'silence' | Readonly<Record<string, unknown>> | undefined;

/** A stand-in for a Prometheus of which a test says which requests go wrong. */
export interface TroubledPrometheus {
  readonly url: string;
  readonly series: TroubledSeries[];
  /** Looks at each request: an answer in place of the right one, none at all, or what is added to the right one's envelope. */
  trouble: (path: string, selector: string, headers: IncomingHttpHeaders) => TroubleOf;
  close(): Promise<void>;
}

const prefix = '/api/v1/';

/** Starts one on a free port of this machine. It knows selectors with a metric name, and `vector(1)`. */
export async function startTroubledPrometheus(): Promise<TroubledPrometheus> {
  const troubled: TroubledPrometheus & { url: string } = {
    url: '',
    series: [],
    trouble: () => undefined,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const server = createServer(async (request, response) => {
    const { path, parameters } = await asked(request);
    const selector = parameters.get('query') ?? parameters.get('match[]') ?? parameters.get('metric') ?? '';
    const trouble = troubled.trouble(path, selector, request.headers);
    if (trouble === 'silence') return;
    if (trouble && 'status' in trouble) return respond(response, trouble as Trouble);
    const body = { status: 'success', data: dataOf(path, parameters, selector, troubled.series), ...trouble };
    respond(response, { status: 200, body });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(troubled, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function asked(request: IncomingMessage) {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://troubled');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = new URLSearchParams(Buffer.concat(chunks).toString());
  return { path: pathname.slice(prefix.length), parameters: chunks.length > 0 ? body : searchParams };
}

function respond(response: ServerResponse, { status, body }: Trouble): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

function dataOf(path: string, parameters: URLSearchParams, selector: string, all: readonly TroubledSeries[]) {
  if (path === 'metadata') return {};
  if (path === 'query' && selector === 'vector(1)')
    return { resultType: 'vector', result: [{ metric: {}, value: [Date.now() / 1000, '1'] }] };
  const text = selector.replace(/\[\d+ms\]$/, '');
  const { metric, matchers } = parseSelector(text);
  const matches = compileMatchers(matchers);
  const found = all.filter((one) => one.metric === metric && matches(one.labels));
  if (path === 'series') return found.map(namesOf);
  const times = timesOf(path, parameters, selector);
  return {
    resultType: 'matrix',
    result: found.map((one) => streamOf(one, times)).filter(({ metric: _, ...points }) => hasPoints(points)),
  };
}

const namesOf = ({ metric, labels }: Series): Labels => ({ __name__: metric, ...labels });

/** Of a range query its grid; of a range of raw samples a sample a minute. */
function timesOf(path: string, parameters: URLSearchParams, selector: string): number[] {
  const stepMs = path === 'query_range' ? Number(parameters.get('step')) * 1000 : 60_000;
  const endMs = timeOf(parameters.get('end') ?? parameters.get('time'));
  const spanMs = Number(/\[(\d+)ms\]$/.exec(selector)?.[1] ?? 0);
  const startMs =
    path === 'query_range'
      ? timeOf(parameters.get('start'))
      : Math.ceil((endMs - spanMs + 1) / stepMs) * stepMs;
  const times: number[] = [];
  for (let timeMs = startMs; timeMs <= Math.min(endMs, Date.now()); timeMs += stepMs) times.push(timeMs);
  return times;
}

const timeOf = (text: string | null): number =>
  text === null ? Date.now() : /^[\d.]+$/.test(text) ? Number(text) * 1000 : Date.parse(text);

function streamOf(one: TroubledSeries, times: readonly number[]) {
  const points = times.flatMap((timeMs): [number, number][] => {
    const value = one.valueAt(timeMs);
    return Number.isNaN(value) ? [] : [[timeMs / 1000, value]];
  });
  const histogram = (value: number) => ({ count: '10', sum: String(value), buckets: [[0, '0', '1', '10']] });
  return one.isHistogram
    ? { metric: namesOf(one), histograms: points.map(([time, value]) => [time, histogram(value)]) }
    : { metric: namesOf(one), values: points.map(([time, value]) => [time, String(value)]) };
}

const hasPoints = (points: { values?: unknown[]; histograms?: unknown[] }): boolean =>
  (points.values ?? points.histograms ?? []).length > 0;
