/**
 * A Markdown table: a heading of column names, then the rows, ready to stand in docs/benchmarks.md.
 *
 * @param {readonly string[]} columns  names; all but the first column are aligned to the right
 * @param {readonly (readonly (string | number)[])[]} rows  as many cells each as there are columns
 * @returns {string} lines that end with a newline
 */
export function markdownTable(columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'));
  return [columns, rule, ...rows].map(line).join('');
}
