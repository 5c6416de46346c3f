import type { Analysis, Window } from '@forewarn/analysis';
import { expect } from 'vitest';
import { decodeSeriesAnalyzed, EventError, type EventFormat, encodeSeriesAnalyzed } from '../../index.js';
import { exampleAnalysis } from '../analysis.fixture.js';

/** A change of the example by a name, and what is said of it. */
export type Judged = [name: string, change: Partial<Analysis>, verdict: string];

/** What is wrong with the example when it is changed: `field problem`, or that it is accepted. */
export function verdict(change: Partial<Analysis>, format: EventFormat = 'protobuf'): string {
  try {
    decodeSeriesAnalyzed(encodeSeriesAnalyzed({ ...exampleAnalysis, ...change }, format));
  } catch (thrown) {
    if (!(thrown instanceof EventError)) throw thrown;
    const { message, details } = thrown;
    const said = message.slice('the event contradicts itself: '.length);
    expect(said.startsWith(`${details.field} `)).toBe(true);
    return said;
  }
  return 'accepted';
}

/** Changes the window of the example. */
export const window = (change: Partial<Window>): Partial<Analysis> => ({
  window: { ...exampleAnalysis.window, ...change },
});

/** Changes the result of a stage of the example. */
export const resultOf = <T extends object>(stage: keyof Analysis) => {
  const original = exampleAnalysis[stage] as T;
  return (change: Partial<T>): Partial<Analysis> => ({ [stage]: { ...original, ...change } });
};
