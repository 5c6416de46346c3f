import { ForewarnError } from '@forewarn/core';
import { InvalidArgumentError } from 'commander';

/** Makes a parser of an option's text report its mistakes as wrong usage, before anything is connected. */
export const usageOption =
  <T, P>(parse: (text: string, previous: P) => T) =>
  (text: string, previous: P): T => {
    try {
      return parse(text, previous);
    } catch (thrown) {
      throw new InvalidArgumentError(ForewarnError.from(thrown).message);
    }
  };
