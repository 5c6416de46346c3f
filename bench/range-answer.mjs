const answerTimeoutMs = 30_000;

/**
 * What a Prometheus answers to a range query with a point each second, without its remarks.
 *
 * @param range  start and end, seconds
 */
export async function rangeAnswer(url, query, { start, end }) {
  const response = await fetch(`${url}/api/v1/query_range`, {
    method: 'POST',
    body: new URLSearchParams({ query, start: String(start), end: String(end), step: '1' }),
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`Prometheus answers ${response.status} to ${query}: ${answer}`);
  const { status, data } = JSON.parse(answer);
  return { status, data };
}
