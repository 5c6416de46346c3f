/** What is said of a password that everybody on the machine could read. */
const advice =
  'a password on the command line is shown to everybody on this machine by ps, and kept by the shell: leave it out of --prometheus, and set PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD, or PROMETHEUS_PASSWORD_FILE';

/**
 * Takes the password of an address out of what ps shows of this process, as far as a process can.
 *
 * What Node calls the title is written over the arguments, so that on Linux neither `ps -ef` nor `/proc/PID/cmdline` has them any more. It was there until now, it still is in
 * the history of the shell and in the command of who started this process: `npm start` has a shell between, whose arguments nobody can change. Hence the advice.
 *
 * @param url     the address as it was given
 * @param args    all arguments of the command
 * @param retitle says what ps shows. Default: for this process
 * @returns       what to tell the user; undefined where there is no password
 */
export function hidePassword(
  url: string,
  args: readonly string[],
  retitle: (title: string) => void = (title) => void Object.assign(process, { title }),
): string | undefined {
  if (!URL.canParse(url) || new URL(url).password === '') return undefined;
  const hidden = args.map((arg) => arg.replace(url, withoutPassword(url)));
  retitle(['forewarn', ...hidden].join(' '));
  return advice;
}

function withoutPassword(text: string): string {
  const url = new URL(text);
  url.password = '***';
  return url.href;
}
