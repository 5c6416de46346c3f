import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableJson, printableLines } from './printable.js';

/** Spelt out by number, so that the property does not rest on the expression that it checks. */
const isHarmful = (code: number): boolean =>
  code < 0x20 ||
  (code >= 0x7f && code <= 0x9f) ||
  [0x00ad, 0x061c, 0x180e, 0xfeff].includes(code) ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  (code >= 0xd800 && code <= 0xdfff) ||
  (code >= 0xe0000 && code <= 0xe007f);

const harmful = (text: string): string[] =>
  Array.from(text).filter((character) => isHarmful(character.codePointAt(0)!));

/** Any text, with what harms in every place. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    fc.constantFrom(
      '\u001b[2J',
      '\u009b',
      '\u007f',
      '\u202e',
      '\u2066',
      '\u200b',
      '\ufeff',
      '\u{e0041}',
      '\r',
      '\n',
      '\t',
    ),
  ),
});

describe('printable', () => {
  it.each([
    ['leaves letters of any script alone', 'Größe 内存 🙂', 'Größe 内存 🙂'],
    ['shows escape sequences instead of obeying them', '\u001b[2Jx', '\\x1b[2Jx'],
    ['shows C1 controls', '\u009b31m', '\\x9b31m'],
    ['shows DEL', 'a\u007fb', 'a\\x7fb'],
    ['shows what turns the direction of text', 'a\u202eb\u200fc\u2067d', 'a\\u202eb\\u200fc\\u2067d'],
    ['shows what has no width', 'a\u200bb\u2060c\ufeffd', 'a\\u200bb\\u2060c\\ufeffd'],
    ['shows letters that only programs see', '\u{e0041}\u3164', '\\u{e0041}\\u3164'],
    ['leaves emoji as they are', '⚠\ufe0f', '⚠\ufe0f'],
    ['puts several lines on one', 'a\r\nb\tc\u2028d', 'a b c\\u2028d'],
  ])('%s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('leaves nothing in any text that a terminal would obey', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(harmful(printable(text))).toEqual([]);
      }),
    );
  });

  it('changes nothing twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });
});

describe('printableLines', () => {
  it('keeps lines, and nothing else that a terminal would obey', () => {
    expect(printableLines('Error: a\r\n    at\u001b[1A b\n')).toBe('Error: a\n    at\\x1b[1A b\n');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(harmful(printableLines(text)).filter((each) => each !== '\n')).toEqual([]);
      }),
    );
  });
});

describe('printableJson', () => {
  it('says the same in JSON without what a terminal would obey', () => {
    const document = fc.dictionary(anyText, fc.oneof(anyText, fc.array(anyText)));
    fc.assert(
      fc.property(document, (value) => {
        const json = printableJson(JSON.stringify(value));
        expect(harmful(json)).toEqual([]);
        expect(JSON.stringify(JSON.parse(json))).toBe(JSON.stringify(value));
      }),
    );
  });
});
