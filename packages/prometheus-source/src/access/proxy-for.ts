/// <reference path="./proxy-from-env.d.ts" />

import { ForewarnError } from '@forewarn/core';
import { getProxyForUrl } from 'proxy-from-env';
import { basicAuthorization } from './credentials.js';
import { isNearHost } from './is-near-host.js';

/**
 * The proxy that a request takes: the one that is set, or that of `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in small letters or capitals. Those are for the way
 * out of the machine's own network, so that what is near is asked directly; who sets a proxy for Prometheus means it.
 *
 * @param target  where the request goes
 * @param set     the proxy of the settings
 * @throws        {ForewarnError} `config-invalid` when the environment names none of HTTP; the message does not repeat it
 */
export function proxyFor(target: URL, set: string | undefined): URL | undefined {
  if (set !== undefined) return new URL(set);
  const said = isNearHost(target.hostname) ? '' : getProxyForUrl(target.href);
  if (said === '') return undefined;
  if (URL.canParse(said) && /^https?:$/.test(new URL(said).protocol)) return new URL(said);
  throw new ForewarnError(
    'config-invalid',
    'HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names no HTTP proxy, such as http://proxy:3128: correct it, or set PROMETHEUS_PROXY_URL',
  );
}

/** The header that says to a proxy who asks, if its address does. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === '') return undefined;
  return basicAuthorization(decoded(username), decoded(password));
}

/** A part of a URL, as it is meant; a stray % stands for itself. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
