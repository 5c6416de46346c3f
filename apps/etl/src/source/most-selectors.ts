/** Selectors of which something is remembered: those of the settings, unless a stranger writes requests. Those asked for last stay. */
export const mostSelectors = 1_000;
