import type { ObjectiveHistoryDocument } from '@forewarn/contracts/rest';
import type { CallOptions } from '@forewarn/core';
import type { HistoryQuestion, SlaManager, SlaQuestion } from './sla-manager.js';

/** More than the 31 days that a server tells at once have: a server that always names a next page keeps nobody for ever. */
const mostPages = 50;

/** About one objective of an SLA, or all. */
interface HistoriesQuestion extends Pick<SlaQuestion, 'name' | 'window'> {
  readonly objective?: string;
}

/**
 * Asks how the objectives of an SLA stood, one after the other in the SLA's order, the pages of each put together.
 * One that still has `next` is cut: what is older was not asked for.
 */
export async function* askHistories(
  manager: Pick<SlaManager, 'get' | 'history'>,
  { name, objective, ...rest }: HistoriesQuestion,
  options: CallOptions,
): AsyncGenerator<ObjectiveHistoryDocument> {
  const names =
    objective === undefined
      ? (await manager.get({ name }, options)).objectives.map((each) => each.name)
      : [objective];
  for (const each of names) yield await askHistory(manager, { ...rest, name, objective: each }, options);
}

async function askHistory(
  manager: Pick<SlaManager, 'history'>,
  question: HistoryQuestion,
  options: CallOptions,
): Promise<ObjectiveHistoryDocument> {
  const { next: second, ...first } = await manager.history(question, undefined, options);
  const verdicts = [...first.verdicts];
  let next = second;
  for (let page = 2; next !== undefined && page <= mostPages; page += 1) {
    const answer = await manager.history(question, next, options);
    verdicts.push(...answer.verdicts);
    next = answer.next;
  }
  return { ...first, verdicts, ...(next !== undefined && { next }) };
}
