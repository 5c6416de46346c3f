import { ForewarnError, type Logger } from '@forewarn/core';
import { followedFiles } from '@forewarn/followed-files';
import type { PrometheusAccessOptions } from './access-options.js';

/** The headers of a request, as they are now. */
export type Credentials = () => Readonly<Record<string, string>>;

/**
 * What says to Prometheus who asks: headers, a user and a password, or a token.
 *
 * @throws {ForewarnError} `config-invalid` when the token cannot be read
 */
export function createCredentials(
  { basic, tokenFile, headers = {} }: PrometheusAccessOptions,
  logger: Logger,
): Credentials {
  if (tokenFile !== undefined) {
    const token = followedFiles({ paths: { [tokenName]: tokenFile }, read: readToken, logger });
    return () => ({ ...headers, Authorization: `Bearer ${token()}` });
  }
  if (basic === undefined) return () => headers;
  const Authorization = basicAuthorization(basic.username, basic.password);
  return () => ({ ...headers, Authorization });
}

/** The header of basic authentication. */
export const basicAuthorization = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;

const tokenName = 'PROMETHEUS_TOKEN_FILE';

function readToken({ [tokenName]: text = '' }: Readonly<Record<string, string>>): string {
  const token = text.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new ForewarnError(
    'config-invalid',
    `${tokenName}: the file holds ${token === '' ? 'nothing' : 'more than a token, which has no blanks and no line ends'}`,
  );
}
