let offsetMs = 0;

/** Notes what time it was on the server just now, so that a wrong clock of this machine shifts no "in 6 min". */
export function noteServerTime(timestamp) {
  offsetMs = Date.parse(timestamp) - Date.now();
}

/** The server's present, epoch milliseconds. */
export const serverNow = () => Date.now() + offsetMs;
