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

/** Bytes stand together: in UTF-8 several make one character. */
const escapeSequence =
  /((?:\\x[0-9a-fA-F]{2}|\\[0-7]{3})+)|\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([abfnrtv\\"])|)/g;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text that a double-quoted value or name of PromQL stands for.
 * An escape that PromQL does not know is refused, as Prometheus does it: `"\d"` is meant for a regular expression and would
 * silently match something else. So are bytes that are no UTF-8, which no label has.
 *
 * @param escaped  what stands between the quotes
 * @returns        the text, or undefined where an escape is none
 * @source         https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals
 */
export function unescapeQuoted(escaped: string): string | undefined {
  if (!escaped.includes('\\')) return escaped;
  let isValid = true;
  const text = escaped.replace(escapeSequence, (_, bytes, unit, point, character) => {
    const part = bytes === undefined ? characterOf(unit ?? point, character) : textOf(bytes);
    if (part === undefined) isValid = false;
    return part ?? '';
  });
  return isValid ? text : undefined;
}

/** Half a surrogate pair is no character. */
function characterOf(hexadecimal: string | undefined, character: string | undefined): string | undefined {
  if (hexadecimal === undefined) return character === undefined ? undefined : characters[character];
  const code = Number.parseInt(hexadecimal, 16);
  return code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined;
}

function textOf(bytes: string): string | undefined {
  const codes = Array.from(bytes.matchAll(/\\(?:x(..)|([0-7]{3}))/g), ([, hexadecimal, octal]) =>
    hexadecimal === undefined ? Number.parseInt(octal!, 8) : Number.parseInt(hexadecimal, 16),
  );
  if (codes.some((code) => code > 0xff)) return undefined;
  try {
    return utf8.decode(Uint8Array.from(codes));
  } catch {
    return undefined;
  }
}
