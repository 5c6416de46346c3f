import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import {
  type AccessSettings,
  accessMistakes,
  accessSettings,
  type Environment,
  isAccessRequired,
  loadSettings,
} from '@forewarn/config';
import { ForewarnError } from '@forewarn/core';
import type { ListeningSettings } from './listening-settings.js';

/**
 * Reads who is let in: by the same names as a process of its own.
 *
 * @param host  what is listened on
 * @throws      {ForewarnError} `config-invalid`: others can reach it, and nobody is asked who they are
 */
export const loadEmbeddedAccess = (env: Environment, host: string): AccessSettings =>
  loadSettings(accessSettings, env, (settings) => accessMistakes(settings, '--host', host));

/** Files for secrets that nobody has set. */
export interface SecretFiles {
  readonly adminKeyFile: string;
  readonly operationsTokenFile: string;
}

/** What is let in by. */
interface Locks {
  readonly access: AccessSettings;
  readonly listening: ListeningSettings;
}

/**
 * Where callers must be known, draws the administrator's key and the token of operations unless somebody has set them: each is kept in a file
 * that its owner alone can read.
 *
 * @param say  told where they are, never what they are
 */
export function withDrawnSecrets(locks: Locks, files: SecretFiles, say: (line: string) => void): Locks {
  const { access, listening } = locks;
  if (!isAccessRequired(access)) return locks;
  const drawn = (file: string, what: string) => {
    const secret = readSecret(file) ?? drawSecret(file);
    say(`forewarn: ${what} is in ${file}`);
    return secret;
  };
  const hasKey = access.ACCESS_ADMIN_KEY !== undefined || access.ACCESS_OIDC_ISSUER !== undefined;
  const hasToken = listening.OPERATIONS_TOKEN !== undefined || listening.TLS_CLIENT_CA_FILE !== undefined;
  return {
    access: hasKey
      ? access
      : { ...access, ACCESS_ADMIN_KEY: drawn(files.adminKeyFile, "the administrator's key") },
    listening: hasToken
      ? listening
      : { ...listening, OPERATIONS_TOKEN: drawn(files.operationsTokenFile, 'the token for metrics') },
  };
}

function readSecret(file: string): string | undefined {
  try {
    const isOpenToOthers = (statSync(file).mode & 0o077) !== 0;
    if (isOpenToOthers) throw unusable(file, 'others may read it: chmod 600 it, or delete it for a new one');
    const secret = readFileSync(file, 'utf8').trim();
    if (/^[\w-]{16,}$/.test(secret)) return secret;
    throw unusable(file, 'it holds no secret: delete it for a new one');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

function drawSecret(file: string): string {
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}

const unusable = (file: string, why: string): ForewarnError =>
  new ForewarnError('data-directory-unusable', `${file} cannot be used: ${why}`);
