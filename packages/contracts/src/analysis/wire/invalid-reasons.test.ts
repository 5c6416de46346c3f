import { stages } from '@forewarn/analysis';
import { describe, expect, test } from 'vitest';
import { type Judged, verdict } from './verdict.fixture.js';

describe('the reason of a stage without a result is accepted or refused with what is wrong', () => {
  test.each<Judged>([
    ['a reason of words and digits', { aggregates: { reason: 'a1-b2-c', detail: '' } }, 'accepted'],
    ...stages.map(
      (stage): Judged => [
        `a reason of ${stage} that is no name`,
        { [stage]: { reason: 'It failed', detail: '' } },
        `${stage}.reason is not a name such as "constant-series"`,
      ],
    ),
    ...['-a', 'a-', 'a--b', '1a', 'A', 'xA', 'aX', ''].map(
      (reason): Judged => [
        `the reason "${reason}"`,
        { forecast: { reason, detail: '' } },
        'forecast.reason is not a name such as "constant-series"',
      ],
    ),
  ])('%s', (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });
});
