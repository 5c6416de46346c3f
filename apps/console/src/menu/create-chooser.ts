import { type ConsoleIo, isRichTerminal } from '../io/console-io.js';
import type { Output } from '../io/output.js';
import type { Chooser } from './chooser.js';
import { createLineChooser } from './line-chooser.js';
import { createPromptChooser } from './prompt-chooser.js';

/** The chooser that suits the process: a prompt for a person at a terminal with colours, else plain lines. */
export const createChooser = (io: ConsoleIo, output: Output): Chooser =>
  io.stdin.isTTY && isRichTerminal(io) ? createPromptChooser(io) : createLineChooser(io, output);
