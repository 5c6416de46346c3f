/**
 * What a terminal would obey or not show: control characters (C0, DEL, C1), those that turn the direction of text or have no width (Unicode's
 * category Cf and what it calls ignorable), separators of lines and paragraphs, halves of surrogate pairs. Not what makes an emoji of a sign.
 */
const unprintable = /(?![\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text from elsewhere (a label, a file, a server's answer, an error) on one line of a terminal: it cannot move the cursor, change colours, turn the direction of
 * what stands beside it, or hide. Each such character becomes its code, such as `\x1b` or `\u202e`; line ends and tabs become a space.
 */
export const printable = (text: string): string =>
  text.replace(/[\r\n\t]+/g, ' ').replace(unprintable, codeOf);

/** As {@link printable}, with the line feeds kept: for a stack, a help text, a table. */
export const printableLines = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(unprintable, (character) => (character === '\n' ? '\n' : codeOf(character)));

/**
 * JSON text that says the same and has none of these characters raw: what JSON.stringify leaves as it is becomes `\u202e` and the like, which every reader
 * of JSON takes.
 *
 * @param json  as JSON.stringify makes it; line ends between documents stay
 */
export const printableJson = (json: string): string =>
  json.replace(unprintable, (character) =>
    character === '\n' ? '\n' : character.split('').map(jsonCodeOf).join(''),
  );

const jsonCodeOf = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

function codeOf(character: string): string {
  const code = character.codePointAt(0)!;
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return code < 0x1_0000 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}
