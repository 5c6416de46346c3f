import { describe, expect, it } from 'vitest';
import { answerWith, matrixOf } from './fake-prometheus.fixture.js';
import { failureOf, minute, sourceOnFakePrometheus } from './source-on-fake-prometheus.fixture.js';

const fake = sourceOnFakePrometheus();
const ask = (expression: string) => fake.source().queryExpression(expression, minute, 60_000);

describe('an expression', () => {
  it('is sent as it is written, and comes to series of one name in canonical order', async () => {
    fake.server.answer(
      answerWith(
        matrixOf(
          { metric: { job: 'b' }, values: [[60, '2']] },
          { metric: { __name__: 'job:errors:ratio', job: 'a' }, values: [[60, '1']] },
        ),
      ),
    );
    const { samples } = await ask('sum by (job) (rate(errors_total[5m]))');
    expect(fake.server.requests[0]?.searchParams.get('query')).toBe('sum by (job) (rate(errors_total[5m]))');
    expect(samples.map(({ series }) => series)).toEqual([
      { metric: 'forewarn_indicator', labels: { job: 'a' } },
      { metric: 'forewarn_indicator', labels: { job: 'b' } },
    ]);
  });

  it('that comes to a number comes to one series without labels', async () => {
    fake.server.answer(answerWith(matrixOf({ metric: {}, values: [[60, '0.5']] })));
    const { samples } = await ask('scalar(up)');
    expect(samples).toMatchObject([{ series: { metric: 'forewarn_indicator', labels: {} } }]);
  });

  it('that leaves series which differ in their name alone is refused with what to do', async () => {
    const values: [number, string][] = [[60, '1']];
    fake.server.answer(
      answerWith(matrixOf({ metric: { __name__: 'a' }, values }, { metric: { __name__: 'b' }, values })),
    );
    expect(await failureOf(ask('{__name__=~"a|b"}'))).toMatchObject({
      code: 'prometheus-rejected',
      message: expect.stringContaining('aggregate them'),
    });
  });

  it('that Prometheus refuses is told with its words and the place, and without its address', async () => {
    const error = 'invalid parameter "query": 1:5: parse error: unexpected identifier "b"';
    const body = JSON.stringify({ status: 'error', errorType: 'bad_data', error });
    fake.server.answer(answerWith(body, 400));
    const failure = await failureOf(ask('up b'));
    expect(failure).toMatchObject({
      code: 'prometheus-rejected',
      told: `Prometheus refuses the query: bad_data: ${error}`,
    });
    expect(failure.message).toContain(fake.server.url.replace(/\/$/, ''));
  });
});
