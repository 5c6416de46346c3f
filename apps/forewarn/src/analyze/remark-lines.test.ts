import { wholeAnswer } from '@forewarn/core';
import { expect, it } from 'vitest';
import { remarkLines } from './remark-lines.js';

it('shows what a terminal would obey or hide as its code, on one line', () => {
  const warnings = ['a\u001b[2Jb\nc', 'tag\u{e0041} and filler\u3164'];
  const response = { ...wholeAnswer([]), warnings, droppedCount: 0 };
  expect(remarkLines('answer.json', response)).toEqual([
    'answer.json says: a\\x1b[2Jb c',
    'answer.json says: tag\\u{e0041} and filler\\u3164',
  ]);
});
