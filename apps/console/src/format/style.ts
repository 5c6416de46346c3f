import { type ConsoleIo, isRichTerminal } from '../io/console-io.js';

/** Makes a text stand out; returns it as it is where colours are not welcome. */
export interface Style {
  bold(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
}

const sgr = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;
const asItIs = (text: string): string => text;

const coloured: Style = { bold: sgr(1, 22), red: sgr(31, 39), yellow: sgr(33, 39), green: sgr(32, 39) };

/** Without colours: for a pipe, a file, NO_COLOR. */
const plainStyle: Style = { bold: asItIs, red: asItIs, yellow: asItIs, green: asItIs };

/** The style that suits where standard output goes. */
export const styleOf = (io: Pick<ConsoleIo, 'stdout' | 'env'>): Style =>
  isRichTerminal(io) ? coloured : plainStyle;
