import { ForewarnError } from '@forewarn/core';
import type { Objective, Sla } from '@forewarn/slo';
import { recordingLogger } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { ExampleStore, FakeSource, nowMs } from '../fakes.fixture.js';
import { createLongWindows } from '../tallies/long-windows.js';
import { createSlaEvaluator } from './sla-evaluator.js';

const objective: Objective = {
  name: 'bad',
  indicator: { metric: 'bad', matchers: [] },
  bounds: { min: 1 },
  target: 0.9,
  window: { rollingMs: 3_600_000 },
};
const slaOf = (...objectives: Objective[]): Sla => ({ name: 'broken', description: '', objectives });

function bench() {
  const source = new FakeSource();
  const logger = recordingLogger();
  const store = new ExampleStore();
  const evaluator = createSlaEvaluator({
    source,
    store,
    logger,
    find: store.getIndicator,
    windows: createLongWindows(store, () => nowMs),
    clock: () => nowMs,
    atRiskProbability: 0.5,
  });
  const said = () =>
    logger.lines.map(({ message, fields }) => [message, (fields.error as ForewarnError | undefined)?.code]);
  return { source, evaluator, said };
}

describe('what keeps an objective from being judged', () => {
  it('is logged once by its own code where its stored text cannot be read', async () => {
    const { evaluator, said } = bench();
    const unreadable = { reason: 'objective-unreadable', detail: '"up{" is not a series selector' };
    const sla = slaOf({ ...objective, unreadable });
    const { objectives } = await evaluator.evaluate(sla);
    await evaluator.evaluate(sla);
    expect(objectives).toMatchObject([{ state: 'insufficient-data', reason: unreadable, series: [] }]);
    expect(said()).toEqual([['an objective cannot be judged', 'objective-unreadable']]);
  });

  it('is not over when predictions can do without what is missing', async () => {
    const { source, evaluator, said } = bench();
    const { listSeries } = source;
    source.listSeries = async (selector, ...rest) => {
      if (selector.metric === 'bad') throw new ForewarnError('prometheus-malformed', 'no');
      return listSeries.call(source, selector, ...rest);
    };
    const sla = slaOf(objective, { ...objective, name: 'good', indicator: { metric: 'good', matchers: [] } });
    for (let round = 0; round < 2; round += 1) {
      await evaluator.evaluate(sla);
      await evaluator.evaluate(sla, { forecastsOnly: true });
    }
    expect(said()).toEqual([['an objective cannot be judged', 'prometheus-malformed']]);
    source.listSeries = listSeries;
    await evaluator.evaluate(sla);
    expect(said().slice(1)).toEqual([['an objective is judged again', undefined]]);
  });
});
