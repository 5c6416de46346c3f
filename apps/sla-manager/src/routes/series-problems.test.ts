import type { SeriesProblem } from '@forewarn/analysis';
import { toRfc3339 } from '@forewarn/core';
import { sampleProblem } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { nowMs } from '../fakes.fixture.js';
import { startBench } from '../rest-bench.fixture.js';

const { resolvedMs: _, ...failing } = sampleProblem({
  detail: 'Prometheus cannot be reached or answers with a server error.',
  sinceMs: nowMs - 600_000,
  lastSeenMs: nowMs - 60_000,
  attempts: 4,
  nextTryMs: nowMs + 420_000,
  expiresMs: nowMs + 900_000,
});

const unlisted: SeriesProblem = {
  ...failing,
  kind: 'selector',
  name: 'mixed{job="x"}',
  selector: 'mixed{job="x"}',
  partition: '',
  code: 'prometheus-malformed',
};

async function bench() {
  const started = await startBench();
  started.store.problems.push(failing, unlisted, { ...failing, name: 'long_gone', expiresMs: nowMs });
  return started;
}

describe('the series that are not analysed as they should be', () => {
  it('are listed with what is wrong, since when, how often it was tried and when it is tried again', async () => {
    const { call } = await bench();
    const { body } = await call('GET', '/api/v1/series?problem=any');
    expect(body).toEqual({
      series: [],
      problems: [
        {
          kind: 'series',
          name: 'disk_bytes{device="sda"}',
          partition: 'sda',
          selector: 'disk_bytes',
          code: 'prometheus-unavailable',
          detail: 'Prometheus cannot be reached or answers with a server error.',
          since: toRfc3339(nowMs - 600_000),
          lastSeen: toRfc3339(nowMs - 60_000),
          attempts: 4,
          nextTry: toRfc3339(nowMs + 420_000),
        },
        expect.objectContaining({ kind: 'selector', name: 'mixed{job="x"}', code: 'prometheus-malformed' }),
      ],
    });
  });

  it('are those of one code where it is named', async () => {
    const { call } = await bench();
    const { body } = await call('GET', '/api/v1/series?problem=prometheus-malformed');
    expect(body.problems.map(({ name }: { name: string }) => name)).toEqual(['mixed{job="x"}']);
    expect((await call('GET', '/api/v1/series?problem=partial-answer')).body.problems).toEqual([]);
  });

  it('come in pages', async () => {
    const { call } = await bench();
    const first = (await call('GET', '/api/v1/series?problem=any&limit=1')).body;
    const second = (await call('GET', `/api/v1/series?problem=any&limit=1&after=${first.next}`)).body;
    expect([first, second].map(({ problems }) => problems[0].kind)).toEqual(['series', 'selector']);
    expect(second.next).toBeUndefined();
  });

  it('are no part of the list of those that were analysed', async () => {
    const { call } = await bench();
    expect((await call('GET', '/api/v1/series')).body).toEqual({ series: [] });
  });

  it.each(['', 'ANY', '<b>', 'x'.repeat(64)])('cannot be asked for by "%s"', async (problem) => {
    const { call } = await bench();
    const answer = await call('GET', `/api/v1/series?problem=${encodeURIComponent(problem)}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'problem' }] } });
  });
});
