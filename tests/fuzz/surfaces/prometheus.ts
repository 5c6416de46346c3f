import assert from 'node:assert/strict';
import type { MetricSource, RangeAnswer } from '@forewarn/core';
import fc from 'fast-check';
import { ForewarnError } from '../../../packages/core/src/index.js';
import { startFakePrometheus } from '../../../packages/prometheus-source/src/http/fake-prometheus.fixture.js';
import { createPrometheusSource } from '../../../packages/prometheus-source/src/index.js';
import type { Surface } from '../harness/surface.js';
import { type PrometheusAnswer, prometheusAnswer } from '../wild/prometheus-answer.js';
import { firstSecond } from '../wild/range-responses.js';
import { answerWildly } from './answer-wildly.js';

/** What is asked, and how it is answered. */
interface PrometheusInput extends PrometheusAnswer {
  readonly ask: 'queryRange' | 'rawSamples' | 'listSeries' | 'metricType' | 'check';
}

const inputs: fc.Arbitrary<PrometheusInput> = fc
  .tuple(
    fc.constantFrom<PrometheusInput['ask']>(
      'queryRange',
      'queryRange',
      'rawSamples',
      'listSeries',
      'metricType',
      'check',
    ),
    prometheusAnswer,
  )
  .map(([ask, answer]) => ({ ask, ...answer }));

const selector = { metric: 'up', matchers: [] };
const range = { startMs: firstSecond * 1_000, endMs: (firstSecond + 39 * 60) * 1_000 };
/** In the address, and in no message. */
const password = 'hunter2-hunter2';
const mostRemarks = 20;

/** The answers of a Prometheus, of what calls itself one, and of what stands between. */
export const prometheusSurface: Surface<PrometheusInput> = {
  name: 'prometheus',
  inputs,
  shortRun: 500,
  share: 30,
  async open() {
    const server = await startFakePrometheus();
    const url = server.url.replace('http://', `http://user:${password}@`);
    const hasty = createPrometheusSource({ url, timeoutMs: 700, maxAnswerBytes: 100_000 });
    const patient = createPrometheusSource({ url, timeoutMs: 20_000 });
    let asked = 0;
    return {
      async attempt(input) {
        server.answer(answerWildly(input));
        asked += 1;
        try {
          requireSound(await ask(hasty, input.ask, asked));
        } catch (thrown) {
          requireRefusal(thrown);
        }
        (server.requests as URL[]).length = 0;
      },
      async answersStill() {
        const values = [[firstSecond, '1']];
        const body = {
          status: 'success',
          data: { resultType: 'matrix', result: [{ metric: { __name__: 'up' }, values }] },
        };
        const sound = {
          status: 200,
          headers: {},
          body: Buffer.from(JSON.stringify(body)),
          delivery: 'whole',
        } as const;
        server.answer(answerWildly(sound));
        assert.equal((await patient.queryRange(selector, range, 60_000)).samples.length, 1);
      },
      close: () => server.close(),
    };
  },
};

/** @param nth  of the cases: types of metrics are remembered by name */
function ask(source: MetricSource, what: PrometheusInput['ask'], nth: number): Promise<unknown> {
  switch (what) {
    case 'queryRange':
      return source.queryRange(selector, range, 60_000);
    case 'rawSamples':
      return source.rawSamples(selector, range);
    case 'listSeries':
      return source.listSeries(selector, range);
    case 'metricType':
      return source.metricType(`m${nth}`);
    case 'check':
      return source.check();
  }
}

function requireSound(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null || !('samples' in answer)) return;
  const { samples, warnings, isPartial } = answer as RangeAnswer;
  assert.equal(typeof isPartial, 'boolean');
  assert.ok(warnings.length <= mostRemarks);
  for (const { series, timesMs, values } of samples) {
    assert.equal(typeof series.metric, 'string');
    assert.equal(timesMs.length, values.length);
    assert.ok(values.every(Number.isFinite), 'values are finite');
    assert.ok(
      timesMs.every(
        (ms, at) => (at === 0 || ms > timesMs[at - 1]!) && ms >= range.startMs && ms <= range.endMs,
      ),
      'times are in order, and in the range',
    );
  }
}

function requireRefusal(thrown: unknown): void {
  if (!(thrown instanceof ForewarnError) || !/^prometheus-/.test(thrown.code)) throw thrown;
  assert.ok(thrown.message.length < 2_000, `a message of ${thrown.message.length} characters`);
  const secret = Buffer.from(`user:${password}`).toString('base64');
  const told = `${thrown.message} ${JSON.stringify(thrown.details)} ${String(thrown.cause)}`;
  for (const each of [password, secret]) assert.ok(!told.includes(each), 'the password is told');
}
