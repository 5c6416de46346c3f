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

/**
 * Reads who is let in: by the same names as a process of its own.
 *
 * @param host  what is listened on
 * @throws      {ForewarnError} `config-invalid`: others can reach it, and nobody is asked who they are
 */
export const loadEmbeddedAccess = (env: Environment, host: string): AccessSettings =>
  loadSettings(accessSettings, env, (settings) => accessMistakes(settings, { '--host': host }));

/**
 * Gives the administrator a key where callers must be known and nobody has set one: kept in a file that its owner alone can read.
 *
 * @param file  made where there is none
 * @param say   told where the key is, never the key
 */
export function withAdminKey(
  settings: AccessSettings,
  file: string,
  say: (line: string) => void,
): AccessSettings {
  if (!isAccessRequired(settings)) return settings;
  if (settings.ACCESS_ADMIN_KEY !== undefined || settings.ACCESS_OIDC_ISSUER !== undefined) return settings;
  const key = readKey(file) ?? drawKey(file);
  say(`forewarn: the administrator's key is in ${file}`);
  return { ...settings, ACCESS_ADMIN_KEY: key };
}

function readKey(file: string): string | undefined {
  try {
    const isOpenToOthers = (statSync(file).mode & 0o077) !== 0;
    if (isOpenToOthers) throw unusable(file, 'others may read it: chmod 600 it, or delete it for a new one');
    const key = readFileSync(file, 'utf8').trim();
    if (key.length >= 16) return key;
    throw unusable(file, 'it holds no key: delete it for a new one');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

function drawKey(file: string): string {
  const key = randomBytes(32).toString('base64url');
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}

const unusable = (file: string, why: string): ForewarnError =>
  new ForewarnError('data-directory-unusable', `the administrator's key ${file} cannot be used: ${why}`);
