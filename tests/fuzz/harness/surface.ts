import type { Arbitrary } from 'fast-check';

/** A surface of the product while it is open to inputs from elsewhere. */
export interface OpenSurface<Input> {
  /**
   * Gives the real code one input.
   *
   * @throws  where what is promised of every input does not hold
   */
  attempt(input: Input): void | Promise<void>;
  /** Asks for something sound. @throws where that is no longer answered as it should be */
  answersStill(): void | Promise<void>;
  close(): void | Promise<void>;
}

/** Where inputs from elsewhere come in, and what inputs are tried there. */
export interface Surface<Input> {
  readonly name: string;
  /** Plain values: JSON and bytes, so that one that failed can be kept. */
  readonly inputs: Arbitrary<Input>;
  /** Cases of a short run: a second or two on a quiet machine. */
  readonly shortRun: number;
  /** Of a thousand cases over all surfaces: by what a case costs. */
  readonly share: number;
  open(): Promise<OpenSurface<Input>>;
}

/** A surface whatever its inputs are, for lists. */
// biome-ignore lint/suspicious/noExplicitAny: what a surface's own arbitrary makes is what its own attempt takes
export type AnySurface = Surface<any>;
