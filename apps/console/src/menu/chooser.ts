/** A question whose answer is one short line. */
export interface Question {
  readonly message: string;
  /** What is wrong with an answer, undefined when nothing is. */
  check(answer: string): string | undefined;
  /** What can be answered; who shows them as a list lets a person walk through it. */
  readonly choices: readonly Choice[];
}

/** A number that can be typed, and what it stands for. */
export interface Choice {
  readonly number: number;
  readonly title: string;
}

/** Asks a person, or reads a script's standard input. */
export interface Chooser {
  /** Whether the question shows its choices by itself. */
  readonly showsChoices: boolean;
  /** A checked answer, or undefined when there will be none: Ctrl-C, Ctrl-D, the end of the input, or the abort. */
  ask(question: Question, signal: AbortSignal): Promise<string | undefined>;
  /** Releases the input, so that the process can end. */
  close(): void;
}
