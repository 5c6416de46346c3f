import { ForewarnError } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { SelectorPatience } from './selector-patience.js';

const timeout = new ForewarnError('prometheus-timeout', 'late');
const request = {
  series: { metric: 'up', labels: {} },
  partition: 'p',
  windowEndMs: 60_000,
  selector: 'up',
  leftOut: [],
};

/** Asks for so many series, each of which takes too long; returns what those are told that are not asked. */
function refusals(patience: SelectorPatience, series: number): string[] {
  const told: string[] = [];
  for (let n = 0; n < series; n += 1) {
    try {
      patience.requireLeft(request);
      patience.note(request, timeout);
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      told.push(error.message);
      patience.note(request, error);
    }
  }
  return told;
}

describe('SelectorPatience', () => {
  it('says how many series took too long, however many were not asked behind them', () => {
    const message = '3 series of up took too long in this round; the others were not asked';
    expect(refusals(new SelectorPatience(), 6)).toEqual([message, message, message]);
  });

  it('is back in the next round, and behind a series that was answered', () => {
    const patience = new SelectorPatience();
    refusals(patience, 3);
    expect(() => patience.requireLeft(request)).toThrow(/took too long/);
    expect(() => patience.requireLeft({ ...request, windowEndMs: 120_000 })).not.toThrow();
    patience.note(request, undefined);
    expect(() => patience.requireLeft(request)).not.toThrow();
  });

  it('has patience with a selector, whatever others did', () => {
    const patience = new SelectorPatience();
    refusals(patience, 3);
    expect(() => patience.requireLeft({ ...request, selector: 'node_load1' })).not.toThrow();
  });
});
