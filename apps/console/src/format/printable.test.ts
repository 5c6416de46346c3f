import { describe, expect, it } from 'vitest';
import { printable } from './printable.js';

describe('printable', () => {
  it.each([
    ['leaves letters of any script alone', 'Größe 内存 🙂', 'Größe 内存 🙂'],
    ['shows escape sequences instead of obeying them', '\u001b[2Jx', '\\x1b[2Jx'],
    ['shows C1 controls', '\u009b31m', '\\x9b31m'],
    ['shows what turns the direction of text', 'a\u202eb', 'a\\u202eb'],
    ['puts several lines on one', 'a\r\nb\tc', 'a b c'],
  ])('%s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});
