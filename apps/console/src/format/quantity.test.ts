import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuantity } from './quantity.js';

describe('formatQuantity', () => {
  it.each([
    ['shows bytes below a kibibyte as they are', 512, 'bytes', '512 B'],
    ['shows no bytes', 0, 'bytes', '0 B'],
    ['counts memory in binary multiples', 1.5 * 2 ** 30, 'bytes', '1.50 GiB'],
    ['keeps the sign of a falling cycle', -3 * 2 ** 20, 'bytes', '-3.00 MiB'],
    ['goes to the next unit rather than to 1,024.00', 2 ** 20 - 1, 'bytes', '1.00 MiB'],
    ['goes to the next unit from bytes too', 1_023.999, 'bytes', '1.00 KiB'],
    ['knows exbibytes', 2 ** 63, 'bytes', '8.00 EiB'],
    ['gives up on units for absurd sizes', 1e40, 'bytes', '8.67e+21 EiB'],
    ['shows tiny parts of a byte', 0.00001, 'bytes', '1.00e-5 B'],
    ['shows counters of bytes as rates', 2 ** 20, 'bytes/s', '1.00 MiB/s'],
    ['shows short times in microseconds', 0.00025, 'seconds', '250.00 µs'],
    ['shows times in seconds', 1.5, 'seconds', '1.50 s'],
    ['shows long times in days', 172_800, 'seconds', '2.00 d'],
    ['shows no time', 0, 'seconds', '0 s'],
    ['shows shares of time without minutes', 90, 'seconds/s', '90.00 s/s'],
    ['shows small shares of time', 0.25, 'seconds/s', '250.00 ms/s'],
    ['shows ratios in percent', 0.1234, 'ratio', '12.34 %'],
    ['shows negative ratios', -0.5, 'ratio', '-50.00 %'],
    ['leaves percent as they are', 12.5, 'percent', '12.50 %'],
    ['shows temperatures', 36.6, 'celsius', '36.60 °C'],
    ['shows rates of counts', 1_234.5, 'per second', '1,234.5/s'],
    ['separates thousands', 1_234_567, 'none', '1,234,567'],
    ['shows four decimals', 0.123456, 'none', '0.1235'],
    ['shows huge numbers in scientific form', 1.5e21, 'none', '1.50e+21'],
    ['shows tiny numbers in scientific form', -1.5e-9, 'none', '-1.50e-9'],
    ['shows no value as a dash', Number.NaN, 'bytes', '–'],
    ['shows infinity', Number.POSITIVE_INFINITY, 'bytes', '∞'],
    ['shows negative infinity', Number.NEGATIVE_INFINITY, 'ratio', '-∞'],
    ['shows no negative nothing', -0.001, 'percent', '0.00 %'],
    ['shows negative zero as zero', -0, 'none', '0'],
  ] as const)('%s', (_, value, unit, text) => {
    expect(formatQuantity(value, unit)).toBe(text);
  });

  it('never shows 1,024 or more of a unit that has a larger one', () => {
    fc.assert(
      fc.property(fc.double({ min: -(2 ** 69), max: 2 ** 69, noNaN: true }), (value) => {
        const [number, unit] = formatQuantity(value, 'bytes').split(' ');
        if (unit !== 'EiB') expect(Math.abs(Number(number!.replaceAll(',', '')))).toBeLessThan(1_024);
      }),
    );
  });
});
