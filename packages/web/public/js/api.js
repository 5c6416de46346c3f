const timeoutMs = 20_000;

/** What stands between the page and an answer, in words for people. */
export class Trouble extends Error {
  /**
   * @param isServerAway  whether nothing answered at all
   * @param isUnknown     whether the server must know who asks, and does not
   */
  constructor(message, { isServerAway = false, isUnknown = false } = {}) {
    super(message);
    this.isServerAway = isServerAway;
    this.isUnknown = isUnknown;
  }
}

/** GETs JSON from this server. Throws {@link Trouble}. */
export async function get(path) {
  const response = await ask(path, { headers: { accept: 'application/json' } });
  const body = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body;
  throw refusal(response, body);
}

/** Sends something to this server, whose answer has no content. Throws {@link Trouble}. */
export async function send(method, path, body) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await ask(path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw refusal(response, await response.json().catch(() => undefined));
}

async function ask(path, options) {
  try {
    return await fetch(path, { ...options, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const why =
      error.name === 'TimeoutError' ? `did not answer within ${timeoutMs / 1000} s` : 'cannot be reached';
    throw new Trouble(`The Forewarn server ${why}.`, { isServerAway: true });
  }
}

const refusal = ({ status }, problem) => new Trouble(explain(status, problem), { isUnknown: status === 401 });

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
