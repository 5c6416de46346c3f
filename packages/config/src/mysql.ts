import { z } from 'zod';
import { file, host, port } from './fields.js';

const tlsModes = ['disabled', 'required', 'verify-ca', 'verify-identity'] as const;

/** How to reach MySQL or MariaDB. */
export const mysqlSettings = {
  MYSQL_HOST: host().default('127.0.0.1'),
  MYSQL_PORT: port().default(3306),
  MYSQL_USER: z.string().default('forewarn'),
  MYSQL_PASSWORD: z.string().default(''),
  MYSQL_DATABASE: z.string().default('forewarn'),
  /**
   * `disabled`: plain text. `required`: nobody who listens can read. `verify-ca`: and nobody can pose as the server without a certificate by a
   * trusted authority. `verify-identity`: and not without one for that host. Absent: plain text, with a warning where it leaves this machine.
   */
  MYSQL_TLS: z
    .enum(['', ...tlsModes], `must be ${tlsModes.slice(0, -1).join(', ')} or ${tlsModes.at(-1)}`)
    .default(''),
  /** The authorities that are trusted, PEM; default: those that Node trusts. */
  MYSQL_TLS_CA_FILE: file().default(''),
  /** This client's certificate and its key, PEM. */
  MYSQL_TLS_CERT_FILE: file().default(''),
  MYSQL_TLS_KEY_FILE: file().default(''),
};

type MysqlSettings = z.output<z.ZodObject<typeof mysqlSettings>>;

/** The address, the user and the protection that the settings name, as the store takes them. */
export const mysqlAddress = (settings: MysqlSettings) => ({
  host: settings.MYSQL_HOST,
  port: settings.MYSQL_PORT,
  user: settings.MYSQL_USER,
  password: settings.MYSQL_PASSWORD,
  database: settings.MYSQL_DATABASE,
  tls: settings.MYSQL_TLS === '' ? undefined : tlsOf(settings, settings.MYSQL_TLS),
});

const tlsOf = (settings: MysqlSettings, mode: (typeof tlsModes)[number]) => ({
  mode,
  caFile: settings.MYSQL_TLS_CA_FILE || undefined,
  certFile: settings.MYSQL_TLS_CERT_FILE || undefined,
  keyFile: settings.MYSQL_TLS_KEY_FILE || undefined,
});

/** What the settings of TLS must fulfil together: one that has no effect would be taken for protection. */
export function mysqlContradictions(settings: MysqlSettings): readonly string[] {
  const { MYSQL_TLS_CA_FILE: ca, MYSQL_TLS_CERT_FILE: cert, MYSQL_TLS_KEY_FILE: key } = settings;
  const mode = settings.MYSQL_TLS || 'disabled';
  const mistakes: string[] = [];
  if (ca && !mode.startsWith('verify-'))
    mistakes.push(
      `MYSQL_TLS_CA_FILE has no effect: set MYSQL_TLS to verify-identity or verify-ca, not ${mode}, so that certificates are verified`,
    );
  if ((cert || key) && mode === 'disabled')
    mistakes.push(
      'MYSQL_TLS_CERT_FILE and MYSQL_TLS_KEY_FILE have no effect: set MYSQL_TLS to verify-identity',
    );
  if (Boolean(cert) !== Boolean(key))
    mistakes.push(`${cert ? 'MYSQL_TLS_KEY_FILE' : 'MYSQL_TLS_CERT_FILE'} is not set: set both or neither`);
  return mistakes;
}
