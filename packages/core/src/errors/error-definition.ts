import type { ErrorKind } from './error-kind.js';

/** What a code of an error stands for. docs/errors.md lists every code; a test compares the two. */
export interface ErrorDefinition {
  readonly kind: ErrorKind;
  /** What it means for the person who meets it: one sentence. */
  readonly meaning: string;
  /** Where HTTP has a status of its own for it; default: that of the kind. */
  readonly httpStatus?: number | undefined;
}

/** The codes of one part of the system. Each part has its own, in a file beside what throws them. */
export type ErrorDefinitions = Readonly<Record<string, ErrorDefinition>>;

/** A code with its definition. */
export interface CodedError extends ErrorDefinition {
  readonly code: string;
}

/**
 * Some codes of a part with their definitions, for those who describe what may go wrong.
 *
 * @param codes  default: all
 */
export const codedErrors = <Definitions extends ErrorDefinitions>(
  definitions: Definitions,
  ...codes: readonly (keyof Definitions & string)[]
): readonly CodedError[] =>
  (codes.length > 0 ? codes : Object.keys(definitions)).map((code) => ({ code, ...definitions[code]! }));
