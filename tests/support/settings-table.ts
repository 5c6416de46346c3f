/** A setting as README.md tells it. */
export interface DocumentedSetting {
  readonly name: string;
  /** As it would be written into the environment; what is no value is left as it stands there. */
  readonly standard: string;
}

/**
 * The settings of README.md's table. A row may hold several: `` `MYSQL_HOST`, `_PORT` `` with `` `127.0.0.1`, `3306` ``.
 *
 * @param readme  the text of README.md
 * @returns       in the order of the table
 */
export function documentedSettings(readme: string): DocumentedSetting[] {
  const table = /## Settings[\s\S]*?\n\n(\|[\s\S]*?)\n\n/.exec(readme)?.[1] ?? '';
  return table.split('\n').slice(2).flatMap(settingsOfRow);
}

function settingsOfRow(row: string): DocumentedSetting[] {
  const [, variables = '', defaults = ''] = row.split(' | ').join('|').split('|');
  const names = Array.from(variables.matchAll(/`([A-Z_]+)`/g), ([, name]) => name!);
  const prefix = names[0]?.split('_')[0] ?? '';
  const values = partsOf(defaults, names.length);
  return names.map((name, i) => ({
    name: name.startsWith('_') ? prefix + name : name,
    standard: values[i] ?? '',
  }));
}

/** As many parts as there are names; the last takes what is left. */
function partsOf(cell: string, count: number): string[] {
  const parts = cell.trim().split(', ');
  const last = parts.slice(count - 1).join(', ');
  return [...parts.slice(0, count - 1), last].map((part) => /^`([^`]*)`$/.exec(part)?.[1] ?? part);
}
