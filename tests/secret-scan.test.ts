import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { drawKey } from '@forewarn/access';
import { goTool } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gitleaksTool } from './support/go-tools.js';
import { scanForSecrets } from './support/scan-for-secrets.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const rules = path.join(root, '.gitleaks.toml');
const exec = promisify(execFile);
const gitleaks = await goTool(gitleaksTool);

/** Where something looks like a secret and is none: rule and file, and why it opens nothing. */
const harmless: Readonly<Record<string, string>> = {
  'generic-api-key apps/console/src/commands/key-command.test.ts':
    'what a stand-in for the server answers; its secret is the word "secret"',
};

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** The same in every run: of letters that are drawn a few happen to look like words, which no rule takes for a secret. */
const drawn = (length: number, alphabet = letters) =>
  Array.from(
    createHash('shake256', { outputLength: length }).update(`${length}${alphabet}`).digest(),
    (byte) => alphabet[byte % alphabet.length],
  ).join('');
const privateKey = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });

/** One of each kind, made when the test runs, so that this file holds none. */
const planted: Readonly<Record<string, readonly [rule: string, file: string, text: () => string]>> = {
  'a private key': ['private-key', 'tls.key', () => String(privateKey())],
  'a private key in source': ['private-key', 'key.ts', () => `const key = ${JSON.stringify(privateKey())};`],
  'a key of AWS': ['aws-access-token', 'deploy.yml', () => `id: AKIA${drawn(16, capitals)}`],
  'a token of GitHub': ['github-pat', 'release.sh', () => `gh auth login ghp_${drawn(36)}`],
  'a token of Slack': [
    'slack-bot-token',
    'alerts.yml',
    () => `xoxb-${drawn(12, '0123456789')}-${drawn(12, '0123456789')}-${drawn(24)}`,
  ],
  'a key of our own': ['forewarn-api-key', 'notes.md', () => `Authorization: Bearer ${drawKey().text}`],
  'a password in source': ['generic-api-key', 'open.ts', () => `const password = '${drawn(24)}';`],
  'a secret among settings': ['generic-api-key', '.env.example', () => `ACCESS_CLIENT_SECRET=${drawn(32)}`],
  'a token in YAML': ['generic-api-key', 'values.yaml', () => `  operationsToken: ${drawn(32)}`],
  'a password in an address': ['password-in-address', 'compose.yml', () => `mysql://root:${drawn(20)}@db`],
};

describe.skipIf(gitleaks === undefined)('secrets in what git tracks', () => {
  let checkout: string;
  const git = (...args: string[]) => exec('git', ['-C', checkout, ...args], { timeout: 30_000 });

  beforeEach(async () => {
    checkout = await mkdtemp(path.join(os.tmpdir(), 'forewarn-planted-'));
    await git('init', '--quiet');
  });

  afterEach(() => rm(checkout, { recursive: true, force: true }));

  it('are none, but for what is known to open nothing', async () => {
    expect(await scanForSecrets(gitleaks!, root, rules)).toEqual(Object.keys(harmless).sort());
    for (const [place, reason] of Object.entries(harmless)) expect(reason, place).toMatch(/\S+ \S+/);
  });

  it.each(Object.entries(planted))('would be found: %s', async (_, [rule, file, text]) => {
    await writeFile(path.join(checkout, file), `${text()} # gitleaks:allow\n`);
    expect(await scanForSecrets(gitleaks!, checkout, rules)).toEqual([]);
    await git('add', '--all');
    expect(await scanForSecrets(gitleaks!, checkout, rules)).toEqual([`${rule} ${file}`]);
  });

  it('are not seen in what only names them', async () => {
    const text = 'MYSQL_PASSWORD=change-me\nKAFKA_PASSWORD_FILE=/run/secrets/kafka\nconst prefix = "fwk_";\n';
    await writeFile(path.join(checkout, '.env.example'), text);
    await git('add', '--all');
    expect(await scanForSecrets(gitleaks!, checkout, rules)).toEqual([]);
  });
});
