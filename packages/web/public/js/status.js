import { states } from './format.js';

/** SLAs that are asked for at once: a thousand in one answer would be long in coming. */
const pageSize = 200;

/** The status of all SLAs. @param get  reads JSON from this server */
export async function readStatus(get) {
  const first = await get(`/api/v1/status?limit=${pageSize}`);
  let { state, slas, next } = first;
  while (next !== undefined) {
    const page = await get(`/api/v1/status?limit=${pageSize}&after=${encodeURIComponent(next)}`);
    // One that was deleted meanwhile may leave the last page empty, whose state says nothing.
    if (page.slas.length > 0 && states.indexOf(page.state) < states.indexOf(state)) state = page.state;
    slas = slas.concat(page.slas);
    next = page.next;
  }
  return { ...first, state, slas };
}
