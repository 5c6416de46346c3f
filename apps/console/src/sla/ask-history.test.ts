import type { ObjectiveHistoryDocument } from '@forewarn/contracts/rest';
import { describe, expect, it } from 'vitest';
import { cannedHistory, cannedVerdict, minutesAgo } from '../testing/canned-histories.js';
import { cannedSlas } from '../testing/canned-slas.js';
import { askHistories } from './ask-history.js';
import type { HistoryQuestion, SlaManager } from './sla-manager.js';

/** A manager of objectives with so many verdicts each, three on a page, and what it was asked for. */
function fakeManager(count: number) {
  const asked: string[] = [];
  const manager: Pick<SlaManager, 'get' | 'history'> = {
    get: async () => cannedSlas['/api/v1/slas/checkout-host'],
    history: async ({ objective, window }: HistoryQuestion, after) => {
      asked.push([objective, window, after].join(' '));
      const all = Array.from({ length: count }, (_, at) => cannedVerdict(at));
      const from = all.findIndex(({ minuteEnd }) => minuteEnd === after) + 1;
      const verdicts = all.slice(from, from + 3);
      const next = from + 3 < count ? verdicts.at(-1)?.minuteEnd : undefined;
      return { ...cannedHistory(objective, verdicts), ...(next !== undefined && { next }) };
    },
  };
  return { asked, manager };
}

async function all(histories: AsyncIterable<ObjectiveHistoryDocument>): Promise<ObjectiveHistoryDocument[]> {
  const seen: ObjectiveHistoryDocument[] = [];
  for await (const history of histories) seen.push(history);
  return seen;
}

describe('the histories of the objectives of an SLA', () => {
  it('are put together of their pages', async () => {
    const { manager, asked } = fakeManager(8);
    const question = { name: 'checkout-host', objective: 'free memory', window: '8m' };
    const [history, ...others] = await all(askHistories(manager, question, {}));
    expect(history!.verdicts).toEqual(Array.from({ length: 8 }, (_, at) => cannedVerdict(at)));
    expect([history!.next, others]).toEqual([undefined, []]);
    expect(asked).toEqual([
      'free memory 8m ',
      `free memory 8m ${minutesAgo(2)}`,
      `free memory 8m ${minutesAgo(5)}`,
    ]);
  });

  it('are those of all objectives, in the order of the SLA, unless one is asked for', async () => {
    const { manager } = fakeManager(1);
    const histories = await all(askHistories(manager, { name: 'checkout-host' }, {}));
    expect(histories.map(({ objective }) => objective)).toEqual(['free memory', 'absent']);
  });

  it('are cut behind fifty pages, and say where', async () => {
    const { manager, asked } = fakeManager(1_000);
    const [history] = await all(askHistories(manager, { name: 'checkout-host', objective: 'absent' }, {}));
    expect([asked.length, history!.verdicts.length, history!.next]).toEqual([50, 150, minutesAgo(149)]);
  });
});
