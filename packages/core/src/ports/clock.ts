/** The present, in epoch milliseconds UTC. Tests pass a fixed one. */
export type Clock = () => number;

/** The machine's clock. */
export const systemClock: Clock = () => Date.now();
