import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { MetricSource } from '@forewarn/core';
import { createPrometheusSource, type PrometheusSourceOptions } from '@forewarn/prometheus-source';
import { describe, it, onTestFinished } from 'vitest';
import { type Attack, expectDefence } from './expect-defence.js';

/** A source whose Prometheus is somebody else. */
async function sourceOn(answer: RequestListener, options: Partial<PrometheusSourceOptions> = {}) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createPrometheusSource({ url, ...options });
}

const vector = '{"status":"success","data":{"resultType":"vector","result":[]}}';

/** What is won where an answer is read to its end and believed. */
const answered = (call: Promise<unknown>) => call.then(() => ['the answer was read']).catch(() => []);

describe('a Prometheus that is not what it seems', () => {
  it('fills no memory with an answer that unpacks to a thousand times its size', async () => {
    const bomb = gzipSync(vector + ' '.repeat(32 * 2 ** 20));
    const explode: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb);
    };
    const attack: Attack<MetricSource> = (source) => answered(source.check());
    await expectDefence(attack, {
      guarded: () => sourceOn(explode),
      open: () => sourceOn(explode, { maxAnswerBytes: 2 ** 30 }),
    });
  });
});
