import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { startPrometheus } from '@forewarn/testkit';
import { rangeAnswer } from '../range-answer.mjs';

/**
 * Records a service under load: a real Prometheus scrapes the shop beside this file every second, while its requests come in waves and
 * faults are injected. What the Prometheus answers to range queries is kept as the recorded source replays it, one sample a minute: so a second
 * of the recording is a minute of the replay, and what is asked here over five seconds is the replay's answer over five minutes.
 *
 *   --seconds N  how long; as many samples of each series
 *   --to DIR     where the answers go; the bundled recording unless told otherwise
 */
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1537' },
    to: {
      type: 'string',
      default: fileURLToPath(new URL('../../packages/prometheus-source/recording/service/', import.meta.url)),
    },
  },
});
const seconds = Number(options.seconds);
if (!(Number.isInteger(seconds) && seconds > 0 && seconds <= 10_000))
  throw new RangeError(`--seconds must be a whole number from 1 to 10000, is ${options.seconds}`);

const series = ['http_requests_total'];
const quantile = (window) =>
  `histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[${window}])))`;
/** What is asked of the Prometheus, and which expression of the replay that answers. */
const expressions = [{ name: 'p99-latency', asked: quantile('5s'), expression: quantile('5m') }];

/** Requests a second on average, and by how much their waves of five minutes, five hours of the replay, go up and down. */
const meanRate = 25;
const waveShare = 0.6;
const waveSeconds = 300;

/** In seconds from the begin. */
const faults = [
  { kind: 'errors', from: 240, to: 270, errors: 0.1 },
  { kind: 'slow', from: 560, to: 640, work: 4 },
  { kind: 'errors', from: 905, to: 920, errors: 0.05 },
  { kind: 'overload', from: 1_180, to: 1_230, rate: 6 },
  { kind: 'slow', from: 1_503, to: 1_530, work: 6 },
];
/** A machine that does much beside it misses scrapes for this long at times. */
const longestMissedSeconds = 20;

const shop = fork(fileURLToPath(new URL('shop.mjs', import.meta.url)));
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
try {
  const [port] = await once(shop, 'message');
  const scrapeTargets = [
    { job: 'shop', addresses: [`127.0.0.1:${port}`], labels: { instance: 'recorded:8000' } },
  ];
  const prometheus = await startPrometheus({ scrapeTargets, scrapeIntervalMs: 1_000 });
  try {
    // As long as the expressions look back.
    const load = runLoad(port, seconds + 10);
    await pause(10_000);
    const start = Math.ceil(Date.now() / 1_000);
    await load;
    await keepAnswers(prometheus.url, { start, end: start + seconds - 1 });
  } finally {
    await prometheus.stop();
  }
} finally {
  agent.destroy();
  shop.kill();
}

/** Sends requests at random times, and sets the faults, for so many seconds. */
async function runLoad(port, lastsSeconds) {
  const send = (pathname, method = 'GET') =>
    request({ agent, host: '127.0.0.1', port, path: pathname, method }, (response) => response.resume())
      .on('error', (error) => process.stderr.write(`${error.message}\n`))
      .end();
  const startedMs = performance.now();
  let nextMs = 0;
  let current;
  for (;;) {
    const second = (performance.now() - startedMs) / 1_000 - 10;
    if (second >= lastsSeconds - 10) break;
    const fault = faults.find(({ from, to }) => second >= from && second < to);
    if (fault !== current) send(`/fault?errors=${fault?.errors ?? 0}&work=${fault?.work ?? 1}`, 'PUT');
    current = fault;
    const wave = 1 + waveShare * Math.sin((2 * Math.PI * second) / waveSeconds);
    const rate = meanRate * wave * (fault?.rate ?? 1);
    nextMs += (-Math.log(1 - Math.random()) / rate) * 1_000;
    const waitMs = startedMs + nextMs - performance.now();
    if (waitMs > 1) await pause(waitMs);
    send('/');
  }
  // The newest second is scraped.
  await pause(2_500);
}

async function keepAnswers(url, { start, end }) {
  await mkdir(options.to, { recursive: true });
  const ask = async (query) => {
    const { status, data } = await rangeAnswer(url, query, { start, end });
    const thin = data.result.find(({ values }) => values.length !== seconds);
    if (thin || data.result.length === 0)
      throw new Error(`${query} has ${thin?.values.length ?? 'no'} samples, not ${seconds}`);
    return { status, data };
  };
  const keep = (name, content) =>
    writeFile(path.join(options.to, `${name}.json.gz`), gzipSync(JSON.stringify(content), { level: 9 }));
  for (const metric of series)
    await keep(metric, await ask(`last_over_time(${metric}[${longestMissedSeconds}s])`));
  for (const { name, asked, expression } of expressions)
    await keep(name, { expression, ...(await ask(asked)) });
  const injected = faults
    .filter(({ to }) => to <= seconds)
    .map(({ kind, from, to }) => ({ kind, start: start + from, end: start + to }));
  await writeFile(path.join(options.to, 'faults.json'), `${JSON.stringify(injected, null, 2)}\n`);
  process.stdout.write(`recorded ${seconds} samples to ${options.to}\n`);
}
