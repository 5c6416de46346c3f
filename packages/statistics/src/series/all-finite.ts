import type { Series } from './series.js';

/**
 * Whether a computed array may be handed out as a result.
 *
 * @param x  `number[n]`
 * @returns  false when any entry is NaN or infinite
 */
export function allFinite(x: Series): boolean {
  for (let i = 0; i < x.length; i++) if (!Number.isFinite(x[i])) return false;
  return true;
}
