/** PromQL's escapes of one character. */
const characters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

const escapeSequence = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([abfnrtv\\"])|)/g;

/**
 * The text that a double-quoted PromQL value stands for.
 * An escape that PromQL does not know is refused, as Prometheus does it: `"\d"` is meant for a regular expression and would
 * silently match something else.
 *
 * @param escaped  what stands between the quotes
 * @returns        the value, or undefined where an escape is none
 * @source         https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals
 */
export function unescapeLabelValue(escaped: string): string | undefined {
  let isValid = true;
  const value = escaped.replace(escapeSequence, (_, byte, unit, point, character) => {
    const code = byte ?? unit ?? point;
    if (code === undefined && character === undefined) isValid = false;
    if (code === undefined) return characters[character] ?? '';
    const number = Number.parseInt(code, 16);
    if (!isCharacter(number, byte !== undefined)) isValid = false;
    return isValid ? String.fromCodePoint(number) : '';
  });
  return isValid ? value : undefined;
}

/** Half a surrogate pair is no character, and neither is a byte beyond ASCII, which in UTF-8 is part of one. */
const isCharacter = (code: number, isByte: boolean): boolean =>
  code <= (isByte ? 0x7f : 0x10ffff) && !(code >= 0xd800 && code <= 0xdfff);
