import { readFileSync } from 'node:fs';
import { ForewarnError } from '@forewarn/core';
import { z } from 'zod';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads settings from the environment, once, and reports every mistake together.
 * An empty variable counts as absent. `NAME_FILE` names a file that holds the value of `NAME`, for secrets.
 *
 * @param shape  one zod schema per variable name
 * @throws       {ForewarnError} `config-invalid`, one line per mistake; values are not repeated, since they may be secret
 */
export function loadSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment,
): z.output<z.ZodObject<Shape>> {
  const mistakes: string[] = [];
  const present: Record<string, string> = {};
  for (const name of Object.keys(shape)) {
    const value = readVariable(name, env, mistakes);
    if (value !== undefined) present[name] = value;
  }
  const result = z.object(shape).safeParse(present);
  if (!result.success) mistakes.push(...result.error.issues.map((issue) => describe(issue, present)));
  if (!result.success || mistakes.length > 0) {
    throw new ForewarnError(
      'config-invalid',
      `the settings cannot be used:\n${mistakes.map((line) => `  - ${line}`).join('\n')}`,
      {
        details: { mistakes },
      },
    );
  }
  return result.data;
}

function readVariable(name: string, env: Environment, mistakes: string[]): string | undefined {
  const direct = env[name];
  const file = env[`${name}_FILE`];
  if (direct) {
    if (file) mistakes.push(`${name} and ${name}_FILE are both set: keep one`);
    return direct;
  }
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (cause) {
    mistakes.push(
      `${name}_FILE: ${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    );
    return undefined;
  }
}

function describe(issue: z.core.$ZodIssue, present: Readonly<Record<string, string>>): string {
  const name = String(issue.path[0] ?? '');
  if (!(name in present)) return `${name} is not set`;
  return `${name}: ${issue.message}`;
}
