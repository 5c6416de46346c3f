import type { CallOptions } from '@forewarn/core';
import { type OutputFormat, type Printable, printed } from '../format/printed.js';
import type { SlaManager, SlaQuestion } from './sla-manager.js';

/** One question that can be asked about SLAs: how to ask it, and how the answers read. */
export interface SlaKind<T> extends Omit<Printable<T>, 'tables' | 'toJson'> {
  /** The word behind `sla`. */
  readonly name: string;
  /** One line of help. */
  readonly summary: string;
  ask(manager: SlaManager, question: SlaQuestion, options: CallOptions): Promise<T>;
  /** The answers about all SLAs, where one request gives them; else each SLA is asked about. */
  askAll?(manager: SlaManager, options: CallOptions): Promise<readonly T[]>;
  table(answer: T): string;
}

/** A kind of question with its type put away. */
export interface SlaPrinter {
  readonly name: string;
  readonly summary: string;
  /** The texts to print: about one SLA, or without a name about all, one after the other. */
  print(
    manager: SlaManager,
    question: Partial<SlaQuestion>,
    format: OutputFormat,
    options: CallOptions,
  ): AsyncIterable<string>;
}

/** The printer of a kind of question. */
export const slaPrinter = <T extends object>(kind: SlaKind<T>): SlaPrinter => ({
  name: kind.name,
  summary: kind.summary,
  print: (manager, question, format, options) =>
    printed(
      { ...kind, toJson: (answer) => answer, tables: (answers) => tables(kind, answers) },
      answers(kind, manager, question, options),
      format,
    ),
});

async function* answers<T>(
  kind: SlaKind<T>,
  manager: SlaManager,
  { name, ...rest }: Partial<SlaQuestion>,
  options: CallOptions,
): AsyncGenerator<T> {
  if (name === undefined && kind.askAll) return yield* await kind.askAll(manager, options);
  const names = name === undefined ? (await manager.list(options)).map((sla) => sla.name) : [name];
  for (const each of names) yield await kind.ask(manager, { ...rest, name: each }, options);
}

async function* tables<T>(kind: SlaKind<T>, answers: AsyncIterable<T>): AsyncGenerator<string> {
  let separator = '';
  for await (const answer of answers) {
    yield separator + kind.table(answer);
    separator = '\n';
  }
  if (separator === '') yield noSla;
}

/** What is printed in place of an empty table. */
export const noSla = 'no SLA is defined yet: create one with `forewarn sla create`, or POST /api/v1/slas\n';
