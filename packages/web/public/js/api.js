const timeoutMs = 20_000;

/** What stands between the page and an answer, in words for people. */
export class Trouble extends Error {
  /** @param isServerAway whether nothing answered at all */
  constructor(message, isServerAway) {
    super(message);
    this.isServerAway = isServerAway;
  }
}

/** GETs JSON from this server. Throws {@link Trouble}. */
export async function get(path) {
  let response;
  try {
    response = await fetch(path, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json' },
    });
  } catch (error) {
    const why =
      error.name === 'TimeoutError' ? `did not answer within ${timeoutMs / 1000} s` : 'cannot be reached';
    throw new Trouble(`The Forewarn server ${why}.`, true);
  }
  const body = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body;
  throw new Trouble(explain(response.status, body), false);
}

function explain(status, problem) {
  const detail = problem?.detail ? `: ${problem.detail}`.replace(/[^.?!]$/, '$&.') : '.';
  switch (problem?.code) {
    case 'prometheus-unavailable':
    case 'prometheus-timeout':
      return `Prometheus is away${detail}`;
    case 'store-unavailable':
      return `The database is away${detail}`;
    default:
      return `The server answered ${status}${detail}`;
  }
}
