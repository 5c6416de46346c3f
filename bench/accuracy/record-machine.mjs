import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { startNodeExporter, startPrometheus } from '@forewarn/testkit';
import { cacheDirectory } from '../python/environment.mjs';
import { rangeAnswer } from '../range-answer.mjs';

/**
 * Records this machine: a real Prometheus scrapes a real node-exporter every second, and what it answers to range queries is kept as
 * bench:accuracy reads it. Both servers are started on 127.0.0.1 and stopped at the end.
 *
 *   --minutes N  how long; 25 give two windows a series
 *   --to DIR     where the answers go; the cache's folder `recorded` unless told otherwise
 */
const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '25' },
    to: { type: 'string', default: path.join(cacheDirectory(), 'recorded') },
  },
});
const queries = [
  'node_load1',
  'node_memory_MemFree_bytes',
  'node_memory_MemAvailable_bytes',
  'node_memory_Cached_bytes',
  'node_memory_Dirty_bytes',
  'node_memory_AnonPages_bytes',
  'node_filefd_allocated',
  'node_filesystem_avail_bytes{mountpoint="/"}',
  'node_procs_running',
  'node_sockstat_TCP_inuse',
  'node_cpu_seconds_total{mode=~"user|system|iowait|idle"}',
  'node_context_switches_total',
  'node_forks_total',
  'node_network_receive_bytes_total',
  'node_network_transmit_bytes_total',
  'node_disk_read_bytes_total',
  'node_disk_written_bytes_total',
  'node_disk_io_time_seconds_total',
  'node_pressure_cpu_waiting_seconds_total',
  'node_pressure_io_waiting_seconds_total',
];
const scrapeIntervalMs = 1_000;
const firstScrapeTimeoutMs = 120_000;
/** A machine that compiles beside it misses scrapes for this long at times. */
const longestMissedSeconds = 60;
const minutes = Number(options.minutes);
if (!(minutes > 0 && minutes <= 180))
  throw new RangeError(
    `--minutes must be within (0, 180], is ${options.minutes}: Prometheus answers 11,000 points`,
  );

const exporter = await startNodeExporter();
try {
  const scrapeTargets = [{ job: 'host', addresses: [new URL(exporter.url).host] }];
  const prometheus = await startPrometheus({ scrapeTargets, scrapeIntervalMs });
  try {
    await untilScraped(prometheus.url);
    const start = Math.ceil(Date.now() / 1_000);
    await pause(minutes * 60_000);
    await keepAnswers(prometheus.url, { start, end: start + Math.floor(minutes * 60) - 1 });
  } finally {
    await prometheus.stop();
  }
} finally {
  await exporter.stop();
}

/** Waits until the exporter's first sample is in. */
async function untilScraped(url) {
  const limit = AbortSignal.timeout(firstScrapeTimeoutMs);
  for (;;) {
    const response = await fetch(`${url}/api/v1/query?query=node_load1`, { signal: limit });
    const { data } = await response.json();
    if (data.result.length > 0) return;
    await pause(200, undefined, { signal: limit });
  }
}

async function keepAnswers(url, { start, end }) {
  const kept = [];
  await mkdir(options.to, { recursive: true });
  for (const query of queries) {
    // A scrape that a busy machine missed marks its series as ended; looked at over a range they go on with the value before.
    const bridged = `last_over_time(${query}[${longestMissedSeconds}s])`;
    const { status, data } = await rangeAnswer(url, bridged, { start, end });
    // What this machine does not have, such as pressure in some containers, is left out, and devices that came or went meanwhile.
    const result = data.result.filter(({ values }) => values.length === end - start + 1);
    if (result.length === 0) continue;
    const name = query.replace(/\{.*/, '');
    const bytes = gzipSync(JSON.stringify({ status, data: { ...data, result } }));
    await writeFile(path.join(options.to, `${name}.json.gz`), bytes);
    kept.push(name);
  }
  if (kept.length === 0)
    throw new Error(
      `no series was scraped for the whole time: the machine missed scrapes for more than ${longestMissedSeconds} s in a row`,
    );
  process.stdout.write(`recorded ${kept.join(', ')} to ${options.to}\n`);
}
