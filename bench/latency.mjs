import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { retrievalClient } from '@forewarn/contracts';
import { freePort } from '@forewarn/testkit';
import { machine } from './report/machine.mjs';
import { markdownTable } from './report/markdown-table.mjs';

/**
 * Latency of what people and programs ask for, on the bundled recording, through real sockets against the embedded mode as a process of its own.
 * Each figure stands beside the smallest round trip of the same server in the same run, so that a slow machine does not hide a slow answer.
 * Exit code 1 when a limit is broken.
 */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const rounds = 100;
const limitsMs = {
  violations: 100,
  firstChunk: 50,
  firstStart: 60_000,
  laterStart: 5_000,
  statusOf100: 20,
  summaryOf1000: 50,
  gaugesOf1000: 100,
};
const objectivesPerSla = 100;
const slasOfObjectives = 10;

const directory = mkdtempSync(path.join(os.tmpdir(), 'forewarn-bench-'));
const [port, grpcPort, operationsPort] = [await freePort(), await freePort(), await freePort()];
let server;
try {
  const starts = await measureStarts();
  process.exitCode = (await measureAll(starts)) ? 0 : 1;
} finally {
  await stop();
  rmSync(directory, { recursive: true, force: true });
}

/** From the start of the process until every series is analysed: on an empty directory, and on one that has data. */
async function measureStarts() {
  const takenMs = [];
  for (const _ of ['first', 'later']) {
    await stop();
    const startedMs = performance.now();
    server = await start();
    takenMs.push(performance.now() - startedMs);
  }
  const [firstStartMs, laterStartMs] = takenMs;
  return { firstStartMs, laterStartMs };
}

async function stop() {
  if (!server) return;
  server.kill('SIGTERM');
  await once(server, 'exit');
  server = undefined;
}

async function start() {
  const flags = {
    '--data-dir': directory,
    '--port': port,
    '--grpc-port': grpcPort,
    '--operations-port': operationsPort,
  };
  const args = [
    path.join(root, 'apps/forewarn/bin/forewarn.mjs'),
    'start',
    ...Object.entries(flags).flat().map(String),
  ];
  const env = {
    ...process.env,
    SLA_OBJECTIVES_PER_SLA: String(objectivesPerSla),
    SLA_REQUESTS_PER_MINUTE: '1000000',
  };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      if (printed.includes('Forewarn runs')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
  });
  return child;
}

async function measureAll({ firstStartMs, laterStartMs }) {
  const rest = `http://127.0.0.1:${port}/api/v1`;
  const client = retrievalClient(`127.0.0.1:${grpcPort}`);
  const selector = { selector: {} };
  const fetchAll = async (url) => (await fetch(url)).arrayBuffer();
  const smallestHttp = await times(() => fetchAll(`${rest}/about`));
  const smallestGrpc = await times(() => firstMessage(client.listSeries({ selector: { metric: 'none' } })));
  const rows = [
    row('REST smallest answer', smallestHttp, smallestHttp),
    row(
      'REST violations, 12 h',
      await times(() => fetchAll(`${rest}/slas/open-files/violations?window=12h`)),
      smallestHttp,
      limitsMs.violations,
    ),
    row('REST status', await times(() => fetchAll(`${rest}/slas/open-files/status`)), smallestHttp),
    row(
      'REST predictions',
      await times(() => fetchAll(`${rest}/slas/open-files/predictions?horizon=10m`)),
      smallestHttp,
    ),
    row('gRPC smallest stream', smallestGrpc, smallestGrpc),
    row(
      'gRPC ListDecomposition, first chunk',
      await times(() => firstMessage(client.listDecomposition(selector))),
      smallestGrpc,
      limitsMs.firstChunk,
    ),
    row(
      'gRPC ListHodrickPrescott, first chunk',
      await times(() => firstMessage(client.listHodrickPrescott(selector))),
      smallestGrpc,
      limitsMs.firstChunk,
    ),
    row(
      'gRPC ListForecasts, first chunk',
      await times(() => firstMessage(client.listForecasts(selector))),
      smallestGrpc,
      limitsMs.firstChunk,
    ),
  ];
  client.close();
  await defineObjectives(rest);
  const gauges = `http://127.0.0.1:${operationsPort}/metrics`;
  rows.push(
    row(
      'REST status of 100 objectives',
      await times(() => fetchAll(`${rest}/slas/many-0/status`)),
      smallestHttp,
      limitsMs.statusOf100,
      'later',
    ),
    row(
      'REST summary of 1,000 objectives',
      await times(() => fetchAll(`${rest}/status?series=0`)),
      smallestHttp,
      limitsMs.summaryOf1000,
      'later',
    ),
    row(
      'gauges of 1,000 objectives',
      await times(() => fetchAll(gauges)),
      smallestHttp,
      limitsMs.gaugesOf1000,
      'later',
    ),
  );
  print(rows);
  process.stdout.write(
    `\nfirst start ${(firstStartMs / 1000).toFixed(1)} s, later start ${(laterStartMs / 1000).toFixed(1)} s\n`,
  );
  const startsSoon = firstStartMs < limitsMs.firstStart && laterStartMs < limitsMs.laterStart;
  return startsSoon && rows.every(({ isWithin }) => isWithin);
}

/** Objectives on the series that the sample SLAs are about, each with a target of its own; resolves when all have a verdict. */
async function defineObjectives(rest) {
  const { slas } = await (await fetch(`${rest}/slas`)).json();
  const samples = slas.flatMap(({ objectives }) => objectives);
  for (let sla = 0; sla < slasOfObjectives; sla += 1) {
    const objectives = Array.from({ length: objectivesPerSla }, (_, at) => ({
      ...samples[at % samples.length],
      name: `objective ${at}`,
      target: 0.9 + at / 2_000,
    }));
    const answer = await fetch(`${rest}/slas`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `many-${sla}`, objectives }),
    });
    if (answer.status !== 201) throw new Error(await answer.text());
  }
  await (await fetch(`${rest}/status?series=0`)).arrayBuffer();
}

/** Milliseconds of the very first call, and of each round after ten that warm up, sorted. */
async function times(ask) {
  const taken = [];
  let firstMs = 0;
  for (let round = -10; round < rounds; round += 1) {
    const startedMs = performance.now();
    await ask();
    const tookMs = performance.now() - startedMs;
    if (round === -10) firstMs = tookMs;
    if (round >= 0) taken.push(tookMs);
  }
  return { firstMs, taken: taken.sort((a, b) => a - b) };
}

async function firstMessage(stream) {
  for await (const message of stream) {
    stream.cancel();
    return message;
  }
  return undefined;
}

/** @param of  which calls the limit is of; verdicts and gauges are made at the first call, and then once a minute */
function row(what, { firstMs, taken }, smallest, limitMs = Number.POSITIVE_INFINITY, of = 'all') {
  const at = (share) => taken[Math.min(taken.length - 1, Math.floor(share * taken.length))];
  return {
    what,
    firstMs,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    ratio: at(0.5) / smallest.taken[Math.floor(smallest.taken.length / 2)],
    limitMs,
    isWithin: Math.max(of === 'all' ? firstMs : 0, at(0.95)) < limitMs,
  };
}

function print(rows) {
  process.stdout.write(`${machine()}; ${rounds} rounds\n\n`);
  const cells = rows.map(({ what, firstMs, medianMs, p95Ms, ratio, limitMs, isWithin }) => [
    what,
    ...[firstMs, medianMs, p95Ms, ratio].map((figure) => figure.toFixed(1)),
    Number.isFinite(limitMs) ? `${limitMs}${isWithin ? '' : ' BROKEN'}` : '',
  ]);
  const columns = ['what', 'first call ms', 'median ms', 'p95 ms', '× smallest', 'limit ms'];
  process.stdout.write(markdownTable(columns, cells));
}
