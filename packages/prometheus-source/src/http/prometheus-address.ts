import { ForewarnError } from '@forewarn/core';
import { basicAuthorization } from '../access/credentials.js';
import { decoded } from '../access/proxy-for.js';

/** Where a Prometheus is, apart from the secrets needed there. */
export interface PrometheusAddress {
  /** Origin and path prefix, without credentials and without a slash at the end: safe to log. */
  readonly endpoint: string;
  /** `Authorization`, when the URL has a user. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Takes a URL apart: `https://user:password@host/prom/` has the endpoint `https://host/prom`.
 *
 * @throws {ForewarnError} `config-invalid`; the message does not repeat the URL, which may hold a password
 */
export function parsePrometheusAddress(text: string): PrometheusAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new ForewarnError(
      'config-invalid',
      'the URL of Prometheus is not of the form http://host:9090 or https://user:password@host/path, without ? and #',
    );
  }
  const endpoint = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  if (url.username === '') return { endpoint, headers: {} };
  // Set as a header because the library drops a user whose password is empty.
  const Authorization = basicAuthorization(decoded(url.username), decoded(url.password));
  return { endpoint, headers: { Authorization } };
}
