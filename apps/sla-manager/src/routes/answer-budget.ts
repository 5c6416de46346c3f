import { HttpError } from '@forewarn/http';

/**
 * What each of these takes of an answer at the least, bytes of JSON: names of fields, times and the shortest of numbers. So nothing is refused
 * that would have been short enough, and what is built is not many times longer than it may be.
 */
export const leastBytes = {
  sample: 50,
  violation: 64,
  episode: 160,
  forecastPoint: 68,
  predictedPoint: 84,
  seriesStatus: 320,
} as const;

/** Counts what an answer will hold before it is built. */
export interface AnswerBudget {
  /**
   * @param things  how many of each, which are about to be built
   * @throws        {HttpError} `answer-too-large` once it is more than an answer may be, and whenever it is asked again
   */
  spend(things: Partial<Readonly<Record<keyof typeof leastBytes, number>>>): void;
}

/**
 * @param most    bytes of the answer
 * @param advice  what to ask for instead: `a shorter window`
 */
export function createAnswerBudget(most: number, advice: string): AnswerBudget {
  let spent = 0;
  return {
    spend(things) {
      for (const [thing, count = 0] of Object.entries(things))
        spent += count * leastBytes[thing as keyof typeof leastBytes];
      if (spent <= most) return;
      throw new HttpError(
        'answer-too-large',
        `the answer would be longer than ${most} bytes: ask for ${advice}, or raise SLA_ANSWER_BYTES`,
        { details: { most } },
      );
    },
  };
}
