import { ForewarnError } from '@forewarn/core';
import { z } from 'zod';
import { type Environment, readVariable, type Variable } from './read-variable.js';

export type { Environment } from './read-variable.js';

/** Names that other programs have for settings of ours, which are taken as well. */
const aliases: Readonly<Record<string, string>> = {
  KAFKA_BROKERS: 'KAFKA_BOOTSTRAP_SERVERS',
  MYSQL_DATABASE: 'MYSQL_DB',
};

/** Looks at settings together. Returns one sentence per mistake; none when they fit each other. */
export type SettingsRule<Shape extends z.ZodRawShape> = (
  settings: z.output<z.ZodObject<Shape>>,
) => readonly string[];

/**
 * Reads settings from the environment, once, and reports every mistake together.
 * An empty variable counts as absent. `NAME_FILE` names a file that holds the value of `NAME`, for secrets. Some settings have a second
 * name: `KAFKA_BOOTSTRAP_SERVERS`, `MYSQL_DB`.
 *
 * @param shape  one zod schema per variable name
 * @param env    such as `process.env`
 * @param rules  what the settings must fulfil together, such as `kafkaContradictions`; asked once each of them is right by itself
 * @returns      the parsed settings by all names of the shape, defaults filled in
 * @throws       {ForewarnError} `config-invalid`, one line per mistake; of values only series selectors and profiles' names are
 *               repeated, since all others may be secret
 */
export function loadSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment,
  ...rules: readonly SettingsRule<NoInfer<Shape>>[]
): z.output<z.ZodObject<Shape>> {
  const mistakes = new Map<string, string>();
  const present: Record<string, string> = {};
  const names: Record<string, string> = {};
  for (const name of Object.keys(shape)) {
    const variable = readSetting(name, env);
    if (variable.mistake !== undefined) mistakes.set(name, variable.mistake);
    else if (variable.value !== undefined) present[name] = variable.value;
    names[name] = variable.name;
  }
  const result = z.object(shape).safeParse(present);
  for (const issue of result.error?.issues ?? []) {
    const name = String(issue.path[0]);
    // What could not be read is one mistake, not also a setting that is missing.
    if (!mistakes.has(name)) mistakes.set(name, describe(name, names[name] ?? name, issue, present));
  }
  if (!result.success || mistakes.size > 0) throw configInvalid([...mistakes.values()]);
  const contradictions = rules.flatMap((rule) => rule(result.data));
  if (contradictions.length > 0) throw configInvalid(contradictions);
  // Those that are absent and have no default are there, too, so that a look at what is read shows them.
  return { ...Object.fromEntries(Object.keys(shape).map((name) => [name, undefined])), ...result.data };
}

/** A setting by its own name or its second one. @returns  with the name that it was found by */
function readSetting(name: string, env: Environment): Variable & { readonly name: string } {
  const own = { name, ...readVariable(name, env) };
  const alias = aliases[name];
  if (alias === undefined) return own;
  const other = { name: alias, ...readVariable(alias, env) };
  if (own.mistake !== undefined || other.mistake !== undefined)
    return own.mistake === undefined ? other : own;
  if (own.value === undefined) return other.value === undefined ? own : other;
  if (other.value === undefined || other.value === own.value) return own;
  return { name, mistake: `${name} and ${alias} are both set, and differ: keep one` };
}

const describe = (
  name: string,
  foundAs: string,
  issue: z.core.$ZodIssue,
  present: Readonly<Record<string, string>>,
): string => (Object.hasOwn(present, name) ? `${foundAs}: ${issue.message}` : `${name} is not set`);

const configInvalid = (mistakes: readonly string[]): ForewarnError =>
  new ForewarnError(
    'config-invalid',
    `the settings cannot be used:\n${mistakes.map((line) => `  - ${line}`).join('\n')}`,
    { details: { mistakes } },
  );
