import { ForewarnError } from '@forewarn/core';
import { z } from 'zod';
import { type Environment, readVariable } from './read-variable.js';

export type { Environment } from './read-variable.js';

/** Looks at settings together. Returns one sentence per mistake; none when they fit each other. */
export type SettingsRule<Shape extends z.ZodRawShape> = (
  settings: z.output<z.ZodObject<Shape>>,
) => readonly string[];

/**
 * Reads settings from the environment, once, and reports every mistake together.
 * An empty variable counts as absent. `NAME_FILE` names a file that holds the value of `NAME`, for secrets.
 *
 * @param shape  one zod schema per variable name
 * @param env    such as `process.env`
 * @param rule   what the settings must fulfil together; asked once each of them is right by itself
 * @returns      the parsed settings, defaults filled in
 * @throws       {ForewarnError} `config-invalid`, one line per mistake; of values only series selectors and profiles' names are
 *               repeated, since all others may be secret
 */
export function loadSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment,
  rule: SettingsRule<Shape> = () => [],
): z.output<z.ZodObject<Shape>> {
  const mistakes = new Map<string, string>();
  const present: Record<string, string> = {};
  for (const name of Object.keys(shape)) {
    const variable = readVariable(name, env);
    if (variable.mistake !== undefined) mistakes.set(name, variable.mistake);
    else if (variable.value !== undefined) present[name] = variable.value;
  }
  const result = z.object(shape).safeParse(present);
  for (const issue of result.error?.issues ?? []) {
    const name = String(issue.path[0]);
    // What could not be read is one mistake, not also a setting that is missing.
    if (!mistakes.has(name)) mistakes.set(name, describe(name, issue, present));
  }
  if (!result.success || mistakes.size > 0) throw configInvalid([...mistakes.values()]);
  const contradictions = rule(result.data);
  if (contradictions.length > 0) throw configInvalid(contradictions);
  return result.data;
}

const describe = (
  name: string,
  issue: z.core.$ZodIssue,
  present: Readonly<Record<string, string>>,
): string => (Object.hasOwn(present, name) ? `${name}: ${issue.message}` : `${name} is not set`);

const configInvalid = (mistakes: readonly string[]): ForewarnError =>
  new ForewarnError(
    'config-invalid',
    `the settings cannot be used:\n${mistakes.map((line) => `  - ${line}`).join('\n')}`,
    { details: { mistakes } },
  );
