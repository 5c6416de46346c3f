import { setTimeout as delay } from 'node:timers/promises';

/** Asks a server until its answer satisfies; for state that no event of the test's own process announces. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await delay(100);
  }
  throw new Error(`${what}: not so within ${timeoutMs} ms`, { cause: lastError });
}
