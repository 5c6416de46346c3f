import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A command that installs and builds itself when it is first used takes its time. */
const answerTimeoutMs = 900_000;

/**
 * The command that speaks Docker Compose here: `COMPOSE_COMMAND`, or `docker compose`.
 *
 * @returns {Promise<string | undefined>} undefined where it does not exist, or no engine answers it
 */
export async function composeCommand() {
  const command = process.env.COMPOSE_COMMAND || 'docker compose';
  const [program, ...leading] = command.split(/\s+/);
  return promisify(execFile)(program, [...leading, 'ls', '--quiet'], { timeout: answerTimeoutMs }).then(
    () => command,
    () => undefined,
  );
}
