import { readFileSync } from 'node:fs';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a variable was found to be: its value, what is wrong with it, or neither when it is absent. */
export interface Variable {
  readonly value?: string;
  readonly mistake?: string;
}

/**
 * Reads a variable, or the file that `NAME_FILE` names, as container engines mount secrets.
 * Line ends at the end of the file are not part of the value; blanks are, since a password may end in one.
 *
 * @param name  of the variable
 * @returns     never the value within the mistake
 */
export function readVariable(name: string, env: Environment): Variable {
  const direct = env[name];
  const file = env[`${name}_FILE`];
  if (direct && file) return { mistake: `${name} and ${name}_FILE are both set: keep one` };
  if (direct) return { value: direct };
  return file ? readSecret(name, file) : {};
}

function readSecret(name: string, file: string): Variable {
  try {
    const value = readFileSync(file, 'utf8').replace(/[\r\n]+$/, '');
    if (value !== '') return { value };
    return { mistake: `${name}_FILE: ${file} is empty: write the value into it` };
  } catch (thrown) {
    const why = thrown instanceof Error && 'code' in thrown ? thrown.code : 'unknown error';
    return { mistake: `${name}_FILE: ${file} cannot be read (${why})` };
  }
}
