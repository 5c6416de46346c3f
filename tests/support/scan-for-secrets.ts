import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

interface Finding {
  readonly RuleID: string;
  readonly File: string;
}

/**
 * Looks for secrets in what git tracks of a checkout, as it is committed or staged.
 * Comments in the files excuse nothing, so that one list holds all that is excused.
 *
 * @param gitleaks  path of the program
 * @param checkout  any git repository
 * @param rules     its configuration
 * @returns         rule and file of each finding, such as `private-key deploy/key.pem`, sorted: twice where there are two in one file
 */
export async function scanForSecrets(gitleaks: string, checkout: string, rules: string): Promise<string[]> {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'forewarn-tracked-'));
  const options = { cwd: copy, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 };
  try {
    await exec('git', ['-C', checkout, 'checkout-index', '--all', `--prefix=${copy}/`], options);
    const output = [
      '--redact',
      '--no-banner',
      '--log-level=error',
      '--report-format=json',
      '--report-path=-',
    ];
    const args = ['dir', '.', '--config', rules, '--ignore-gitleaks-allow', '--exit-code=0', ...output];
    const { stdout } = await exec(gitleaks, args, options);
    const findings = JSON.parse(stdout) as readonly Finding[];
    return findings.map(({ RuleID, File }) => `${RuleID} ${File}`).sort();
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
