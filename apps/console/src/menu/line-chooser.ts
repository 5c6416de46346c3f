import { createInterface } from 'node:readline';
import { onAbort } from '@forewarn/core';
import type { ConsoleIo } from '../io/console-io.js';
import type { Output } from '../io/output.js';
import type { Chooser, Question } from './chooser.js';

/** A question whose choices, if it has any, were shown before. */
type LineQuestion = Omit<Question, 'choices'>;

/** A chooser that needs no choices. */
interface LineChooser extends Chooser {
  ask(question: LineQuestion, signal: AbortSignal): Promise<string | undefined>;
}

/**
 * Reads answers line by line from whatever standard input is: a pipe, a file, a terminal without colours.
 * Answers that come from a pipe are repeated in the output, so that it reads like a session.
 */
export function createLineChooser({ stdin }: Pick<ConsoleIo, 'stdin'>, output: Output): LineChooser {
  const reader = createInterface({ input: stdin, terminal: false });
  // Taken at once: lines that arrive before somebody iterates are lost.
  const lines = reader[Symbol.asyncIterator]();

  async function answerOnce({ message, check }: LineQuestion): Promise<string | undefined> {
    while (true) {
      await output.write(`${message} `);
      const line = await lines.next();
      if (line.done) return undefined;
      const answer = line.value.trim();
      if (!stdin.isTTY) await output.write(`${answer}\n`);
      const complaint = check(answer);
      if (complaint === undefined) return answer;
      await output.write(`${complaint}\n`);
    }
  }

  return {
    showsChoices: false,
    ask: async (question, signal) => {
      if (signal.aborted) return undefined;
      const release = onAbort(signal, () => reader.close());
      try {
        return await answerOnce(question);
      } finally {
        release();
      }
    },
    close: () => reader.close(),
  };
}
