import { describe, expect, it } from 'vitest';
import { csvRecord } from './csv.js';

describe('csvRecord', () => {
  it.each([
    ['leaves plain text alone', ['a', 'b c'], 'a,b c\n'],
    ['quotes commas', ['a,b'], '"a,b"\n'],
    ['doubles quotes', ['say "hi"'], '"say ""hi"""\n'],
    ['quotes line ends', ['a\nb', 'c\r\nd'], '"a\nb","c\nd"\n'],
    ['shows what a terminal would obey', ['a\u001b[2J', '\u202eb\r'], 'a\\x1b[2J,\\u202eb\\x0d\n'],
    ['leaves out what is null', ['a', null, 'b'], 'a,,b\n'],
    ['leaves out NaN', [Number.NaN, 1], ',1\n'],
    ['keeps full double precision', [0.1 + 0.2, 1e21], '0.30000000000000004,1e+21\n'],
    ['writes booleans', [true, false], 'true,false\n'],
  ])('%s', (_, cells, record) => {
    expect(csvRecord(cells)).toBe(record);
  });
});
