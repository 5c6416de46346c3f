import { pbkdf2 } from 'node:crypto';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { Counter, Histogram, Registry } from '@forewarn/telemetry';

/**
 * An HTTP service to be recorded. `GET /` costs CPU in a pool of four threads, so that requests wait for each other where there are
 * many; beyond forty at once they are refused with 503. `GET /metrics` is for Prometheus. `PUT /fault?errors=0.1&work=3` lets so many
 * requests fail, and the others cost so many times as much, until the next one.
 *
 * Tells its parent process the port.
 */
const work = promisify(pbkdf2);
/** About 3 ms of a core. */
const meanIterations = 6_000;
const mostAtOnce = 40;

const registry = new Registry();
const requests = new Counter({
  name: 'http_requests_total',
  help: 'Requests by status code',
  labelNames: ['code'],
  registers: [registry],
});
const seconds = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer',
  buckets: [0.0025, 0.005, 0.0075, 0.01, 0.015, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5],
  registers: [registry],
});
for (const code of ['200', '503']) requests.inc({ code }, 0);

const fault = { errors: 0, work: 1 };
let running = 0;

async function answer() {
  if (running >= mostAtOnce || Math.random() < fault.errors) return 503;
  running += 1;
  try {
    // Most requests are cheap, some cost a multiple.
    const iterations = Math.ceil(-Math.log(1 - Math.random()) * meanIterations * fault.work);
    await work('shop', 'salt', iterations, 32, 'sha256');
    return 200;
  } finally {
    running -= 1;
  }
}

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://shop');
  if (pathname === '/metrics') {
    response.setHeader('content-type', registry.contentType).end(await registry.metrics());
    return;
  }
  if (pathname === '/fault') {
    Object.assign(fault, {
      errors: Number(searchParams.get('errors') ?? 0),
      work: Number(searchParams.get('work') ?? 1),
    });
    response.end();
    return;
  }
  const startedMs = performance.now();
  const code = await answer();
  seconds.observe((performance.now() - startedMs) / 1_000);
  requests.inc({ code: String(code) });
  response.writeHead(code).end();
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.once('disconnect', () => process.exit());
