import type { ReadinessProbe } from './wait-until-ready.js';

/**
 * A readiness check that asks for a page.
 *
 * @returns a check that passes when the page answers with a status of 200 to 299
 */
export function probeHttp(url: string): ReadinessProbe {
  return async (signal) => {
    const response = await fetch(url, { signal });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  };
}
