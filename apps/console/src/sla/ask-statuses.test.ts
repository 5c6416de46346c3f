import type { StatusDocument } from '@forewarn/contracts/rest';
import { ForewarnError } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { cannedSlas } from '../testing/canned-slas.js';
import { askStatuses } from './ask-statuses.js';
import type { SlaManager } from './sla-manager.js';

const canned = cannedSlas['/api/v1/slas/checkout-host/status'] as unknown as StatusDocument;
const statusOf = (name: string): StatusDocument => ({ ...canned, name });
const names = Array.from({ length: 250 }, (_, at) => `sla-${1_000 + at}`);

/** A manager of some SLAs that answers a hundred on a page, and what it was asked for. */
function fakeManager(changed: Partial<SlaManager> = {}) {
  const asked: string[] = [];
  const manager: Pick<SlaManager, 'list' | 'statuses' | 'status'> = {
    list: async () => {
      asked.push('list');
      return names.map((name) => ({ name, description: '', objectives: [] }));
    },
    statuses: async (after) => {
      asked.push(`page after ${after ?? 'none'}`);
      const from = after === undefined ? 0 : names.indexOf(after) + 1;
      const page = names.slice(from, from + 100);
      const next = from + 100 < names.length ? { next: page.at(-1)! } : {};
      return {
        evaluatedAt: canned.evaluatedAt,
        state: 'ok',
        reason: null,
        slas: page.map(statusOf),
        ...next,
      };
    },
    status: async ({ name }) => {
      asked.push(name);
      return statusOf(name);
    },
    ...changed,
  };
  return { asked, manager: manager as SlaManager };
}

describe('the states of all SLAs', () => {
  it('are asked for a page at a time', async () => {
    const { manager, asked } = fakeManager();
    const { statuses, failures } = await askStatuses(manager, undefined, {});
    expect([statuses.map(({ name }) => name), failures]).toEqual([names, []]);
    expect(asked).toEqual(['page after none', 'page after sla-1099', 'page after sla-1199']);
  });

  it('are whole: one of which a page shows only some series is asked for alone', async () => {
    const cut = statusOf('big');
    const objectives = cut.objectives.map((each) => ({ ...each, series: [], seriesOmitted: 2 }));
    const { manager, asked } = fakeManager({
      statuses: async () => ({
        ...{ evaluatedAt: canned.evaluatedAt, state: 'ok', reason: null },
        slas: [statusOf('small'), { ...cut, objectives }],
      }),
    });
    const { statuses } = await askStatuses(manager, undefined, {});
    expect(statuses).toEqual([statusOf('small'), statusOf('big')]);
    expect(asked).toEqual(['big']);
  });

  it('are asked for one by one where a server has no pages', async () => {
    const { manager, asked } = fakeManager({
      statuses: async () => {
        throw new ForewarnError('invalid-request', 'limit is not known');
      },
    });
    expect((await askStatuses(manager, undefined, {})).statuses).toHaveLength(names.length);
    expect(asked.toSorted()).toEqual(['list', ...names]);
  });

  it('are not asked for again where nobody answers', async () => {
    const { manager, asked } = fakeManager({
      statuses: async () => {
        throw new ForewarnError('cancelled', 'the request was cancelled');
      },
    });
    await expect(askStatuses(manager, undefined, {})).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toEqual([]);
  });
});
