import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What the secrets that the chart's values name hold. */
export const heldSecrets = {
  adminKey: 'key-of-the-administrator',
  authority: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
  password: `8'v2 $(x) "q" #z`,
  sessionSecret: 'what-sessions-are-sealed-with',
  token: 'token-of-operations-1',
} as const;

const { adminKey, authority, password, sessionSecret, token } = heldSecrets;

const files: Readonly<Record<string, string>> = {
  'admin-key': adminKey,
  'session-secret': sessionSecret,
  'oidc-client-secret': password,
  'operations-token': token,
  'mysql-password': password,
  'mysql-ca.crt': 'PEM',
  'mysql-client.crt': 'PEM',
  'mysql-client.key': 'PEM',
  'prometheus-url': 'https://prometheus:9090/path',
  'prometheus-password': password,
  'prometheus-headers': 'X-Scope-OrgID=team-a\nX-Other=b\n',
  'kafka-password': password,
  'kafka-client-secret': password,
  'forward-ca.crt': authority,
};

/** The files that Kubernetes would make of them, in a folder for the caller to remove. @returns its path */
export async function secretFiles(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'forewarn-secrets-'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}
