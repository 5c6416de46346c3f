import { printable } from '@forewarn/core';
import type { Choice } from './chooser.js';

/** The metrics that users know by their numbers, 1 to 5. */
export const numberedMetrics = [
  'node_memory_MemFree_bytes',
  'node_memory_MemAvailable_bytes',
  'node_filesystem_free_bytes',
  'node_filesystem_avail_bytes',
  'node_filefd_allocated',
] as const;

/** What a number of the menu does. */
export type MenuAction =
  | { readonly kind: 'metric'; readonly metric: string }
  | { readonly kind: 'all-metrics' | 'other-metric' | 'sla-status' | 'sla-predictions' | 'exit' };

/** A line of the menu; its number is its place. */
export interface MenuEntry {
  readonly title: string;
  readonly action: MenuAction;
}

/** The menu. Numbers 1 to 7 are what users have in their fingers and scripts: new entries come behind. */
export const menuEntries: readonly MenuEntry[] = [
  ...numberedMetrics.map((metric) => ({ title: metric, action: { kind: 'metric' as const, metric } })),
  { title: 'all metrics, also those that only the server knows', action: { kind: 'all-metrics' } },
  { title: 'exit', action: { kind: 'exit' } },
  { title: 'SLAs: states', action: { kind: 'sla-status' } },
  { title: 'SLAs: predictions', action: { kind: 'sla-predictions' } },
  { title: 'another metric of the server', action: { kind: 'other-metric' } },
];

/** Titles with their numbers, from 1. */
export const numbered = (titles: readonly string[]): Choice[] =>
  titles.map((title, at) => ({ number: at + 1, title }));

/** Choices as lines, the numbers under each other. */
export const numberedLines = (choices: readonly Choice[]): string =>
  choices.map(({ number, title }) => `${String(number).padStart(4)}  ${printable(title)}\n`).join('');

/** Says what is allowed when an answer is not a number of the list. */
export const numberCheck =
  (least: number, most: number, meaning: string) =>
  (answer: string): string | undefined => {
    const chosen = /^\d{1,6}$/.test(answer) ? Number(answer) : Number.NaN;
    return chosen >= least && chosen <= most
      ? undefined
      : `Type a number from ${least} to ${most}${meaning}.`;
  };
