import type { Key } from 'node:readline';
import { autocomplete, isCancel } from '@clack/prompts';
import { printable } from '@forewarn/core';
import type { ConsoleIo } from '../io/console-io.js';
import type { Choice, Chooser, Question } from './chooser.js';

/** What the prompt knows of its list while it is shown. */
interface ShownList {
  readonly filteredOptions: readonly unknown[];
}

/** Asks on a terminal by a list: arrow keys walk through it, a number or a part of a title narrows it; wrong answers are said at once and can be mended. */
export const createPromptChooser = ({ stdin, stdout }: Pick<ConsoleIo, 'stdin' | 'stdout'>): Chooser => ({
  showsChoices: true,
  ask: async (question, signal) => {
    const leaving = new AbortController();
    const leave = () => leaving.abort();
    // Ctrl-D closes the prompt's line reader without a word to the prompt, which would then wait for ever.
    const onKey = (_: unknown, key: Key | undefined) => {
      if (key?.ctrl && key.name === 'd') leave();
    };
    stdin.on('keypress', onKey).on('end', leave);
    try {
      const answer = await autocomplete<string>({
        ...listOf(question),
        input: stdin,
        output: stdout,
        signal: AbortSignal.any([signal, leaving.signal]),
      });
      return isCancel(answer) ? undefined : answer;
    } finally {
      stdin.off('keypress', onKey).off('end', leave);
    }
  },
  close: () => stdin.pause(),
});

function listOf({ message, check, choices }: Question) {
  let shown: ShownList | undefined;
  const options = choices.map(({ number, title }) => ({
    value: String(number),
    label: `${String(number).padStart(2)}  ${printable(title)}`,
  }));
  return {
    message,
    /** A function, since only it is told which prompt shows the list. */
    options(this: ShownList) {
      shown = this;
      return options;
    },
    filter: (typed: string, { value }: { readonly value: string }) =>
      isMeant(typed.trim(), Number(value), choices),
    // With nothing left in the list the prompt would take what was marked before.
    validate: (value: string | string[] | undefined) =>
      shown?.filteredOptions.length === 0 ? check('') : check(String(value ?? '')),
  };
}

/** A whole number means itself alone: 1 is not 10, of which it is the beginning. */
function isMeant(typed: string, number: number, choices: readonly Choice[]): boolean {
  if (choices.some((choice) => String(choice.number) === typed)) return String(number) === typed;
  const { title } = choices.find((choice) => choice.number === number)!;
  return String(number).startsWith(typed) || title.toLowerCase().includes(typed.toLowerCase());
}
