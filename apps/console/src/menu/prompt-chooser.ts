import type { Key } from 'node:readline';
import { isCancel, text } from '@clack/prompts';
import type { ConsoleIo } from '../io/console-io.js';
import type { Chooser } from './chooser.js';

/** Asks on a terminal: wrong answers are said at once and can be mended. */
export const createPromptChooser = ({ stdin, stdout }: Pick<ConsoleIo, 'stdin' | 'stdout'>): Chooser => ({
  ask: async ({ message, check }, signal) => {
    const leaving = new AbortController();
    const leave = () => leaving.abort();
    // Ctrl-D closes the prompt's line reader without a word to the prompt, which would then wait for ever.
    const onKey = (_: unknown, key: Key | undefined) => {
      if (key?.ctrl && key.name === 'd') leave();
    };
    stdin.on('keypress', onKey).on('end', leave);
    try {
      const answer = await text({
        message,
        validate: (value) => check(value?.trim() ?? ''),
        input: stdin,
        output: stdout,
        signal: AbortSignal.any([signal, leaving.signal]),
      });
      return isCancel(answer) ? undefined : answer.trim();
    } finally {
      stdin.off('keypress', onKey).off('end', leave);
    }
  },
  close: () => stdin.pause(),
});
