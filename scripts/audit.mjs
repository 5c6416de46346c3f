import { execFile } from 'node:child_process';
import { parseArgs } from 'node:util';
import { root as checkout } from './install-and-build.mjs';

/**
 * Asks the registry whether a grave weakness is known of a package that is shipped. Where the registry does not answer, that is said, and in CI a failure.
 *
 *   node scripts/audit.mjs [--root DIRECTORY]
 */
const { values } = parseArgs({ options: { root: { type: 'string', default: checkout } } });

const LIMIT_MS = 120_000;
const grave = ['high', 'critical'];

/** What npm reports as JSON, or says instead. */
function report() {
  const args = ['audit', '--json', '--omit=dev', '--package-lock-only'];
  const options = { cwd: values.root, timeout: LIMIT_MS, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile('npm', args, options, (error, stdout, stderr) => resolve({ error, stdout, stderr }));
  });
}

/** @returns {object | undefined} undefined for what is no report */
function reportIn(text) {
  try {
    const read = JSON.parse(text);
    return read.auditReportVersion === undefined ? undefined : read;
  } catch {
    return undefined;
  }
}

/** One line a grave weakness. */
function findings({ vulnerabilities }) {
  return Object.values(vulnerabilities)
    .filter(({ severity }) => grave.includes(severity))
    .map(({ name, range, severity, via }) => {
      const reasons = via.map((cause) =>
        typeof cause === 'string' ? `by ${cause}` : `${cause.title}, ${cause.url}`,
      );
      return `${name} ${range} (${severity}): ${reasons.join('; ')}`;
    });
}

const { error, stdout, stderr } = await report();
const answer = reportIn(stdout);
if (answer === undefined) {
  const reason = stderr.trim().split('\n')[0] || error?.message;
  process.stderr.write(`audit: nothing was checked, since the registry gives no advisories: ${reason}\n`);
  if (process.env.CI === 'true') process.exitCode = 1;
} else {
  const found = findings(answer);
  for (const finding of found) process.stderr.write(`${finding}\n`);
  process.stdout.write(`audit: ${found.length} grave weaknesses are known of what is shipped\n`);
  if (found.length > 0) {
    process.stderr.write('Move to a version without it; npm audit says which there are\n');
    process.exitCode = 1;
  }
}
