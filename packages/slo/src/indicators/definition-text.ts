import { ForewarnError, formatSelector, parseSelector } from '@forewarn/core';
import type { IndicatorDefinition, Ratio } from './indicator.js';

/** What an indicator is, in the JSON in which it is stored and sent. */
export type PlainDefinition =
  | { readonly expression: string }
  | {
      readonly ratio: {
        readonly good?: string;
        readonly bad?: string;
        readonly total: string;
        readonly by: readonly string[];
        readonly idle: Ratio['idle'];
      };
    };

/** A definition in JSON; nothing of one that cannot be read. */
export function plainDefinition(definition: IndicatorDefinition): PlainDefinition | Record<never, never> {
  if ('unreadable' in definition) return {};
  if ('expression' in definition) return definition;
  const { counted, events, total, by, idle } = definition.ratio;
  const text = formatSelector(events);
  const side = counted === 'good' ? { good: text } : { bad: text };
  return { ratio: { ...side, total: formatSelector(total), by, idle } };
}

/** A definition as text, which another one does not have. */
export const definitionText = (definition: IndicatorDefinition): string =>
  JSON.stringify(plainDefinition(definition));

/** Reads what {@link definitionText} writes. Never throws: what it cannot read says so. */
export function definitionOf(text: string): IndicatorDefinition {
  try {
    return fromPlain(JSON.parse(text) as Partial<Record<'expression' | 'ratio', unknown>>);
  } catch (thrown) {
    return { unreadable: ForewarnError.from(thrown).message };
  }
}

function fromPlain({
  expression,
  ratio,
}: Partial<Record<'expression' | 'ratio', unknown>>): IndicatorDefinition {
  if (typeof expression === 'string') return { expression };
  const { good, bad, total, by, idle } = (ratio ?? {}) as Partial<Record<string, unknown>>;
  const isSound = Array.isArray(by) && by.every((name) => typeof name === 'string');
  if (!isSound || (idle !== 'good' && idle !== 'no-data')) return { unreadable: 'it has another form' };
  const counted = good === undefined ? 'bad' : 'good';
  const [events, all] = [good ?? bad, total];
  if (typeof events !== 'string' || typeof all !== 'string') return { unreadable: 'it has another form' };
  return { ratio: { counted, events: parseSelector(events), total: parseSelector(all), by, idle } };
}
