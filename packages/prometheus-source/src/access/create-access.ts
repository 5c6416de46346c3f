import { Agent } from 'node:http';
import type { Logger } from '@forewarn/core';
import type { PrometheusAddress } from '../http/prometheus-address.js';
import type { PrometheusAccessOptions } from './access-options.js';
import { createCredentials } from './credentials.js';
import { isLoopback } from './is-near-host.js';
import { OriginAgent } from './origin-agent.js';
import { decoded, proxyFor } from './proxy-for.js';
import { type TlsMaterial, tlsMaterial } from './tls-material.js';

/** What goes with one request, as the HTTP library takes it. */
interface RequestAccess {
  readonly headers: Readonly<Record<string, string>>;
  readonly httpAgent: Agent;
  readonly httpsAgent: Agent;
  readonly proxy: false | ForwardProxy;
}

/** A proxy that is sent the whole request, as requests without TLS are. */
interface ForwardProxy {
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  readonly auth?: { readonly username: string; readonly password: string };
}

/** What goes with a request to this address now: credentials to Prometheus' own origin alone, wherever it redirects to. */
export type Access = (target: URL) => RequestAccess;

/**
 * The access to a Prometheus, for all requests to it.
 *
 * @throws {ForewarnError} `config-invalid` when a token or a certificate cannot be read
 */
export function createAccess(
  { endpoint, headers }: PrometheusAddress,
  options: PrometheusAccessOptions,
  logger: Logger,
): Access {
  const { origin } = new URL(endpoint);
  const credentials = createCredentials(options, logger);
  warnOfReaders(endpoint, { ...headers, ...credentials() }, logger);
  const httpsAgent = currentAgent(origin, options, logger);
  const httpAgent = new Agent({ keepAlive: true, timeout: 5_000, scheduling: 'lifo' });
  return (target) => ({
    headers: target.origin === origin ? { ...headers, ...credentials() } : {},
    httpAgent,
    httpsAgent: httpsAgent(),
    // Requests over TLS take theirs by the agent.
    proxy: target.protocol === 'https:' ? false : forwardProxy(proxyFor(target, options.proxyUrl)),
  });
}

/** A password that everybody on the way can read is still what the operator wants, or cannot help. */
function warnOfReaders(endpoint: string, headers: RequestAccess['headers'], logger: Logger): void {
  const { protocol, hostname } = new URL(endpoint);
  const saysWho = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  if (protocol === 'https:' || isLoopback(hostname) || !saysWho) return;
  logger.warn(
    { target: endpoint },
    'the password or token for Prometheus is sent without encryption: write https in PROMETHEUS_URL if it can',
  );
}

/** The agent of the present certificates: connections, and what TLS remembers of them, are not taken over when those change. */
function currentAgent(origin: string, options: PrometheusAccessOptions, logger: Logger): () => OriginAgent {
  const material = tlsMaterial(options, logger);
  const agentOf = (present: TlsMaterial) =>
    new OriginAgent({ origin, material: present, proxyFor: (target) => proxyFor(target, options.proxyUrl) });
  let known = material();
  let agent = agentOf(known);
  return () => {
    const present = material();
    if (present === known) return agent;
    agent.retire();
    known = present;
    agent = agentOf(present);
    return agent;
  };
}

function forwardProxy(proxy: URL | undefined): false | ForwardProxy {
  if (proxy === undefined) return false;
  const { protocol, hostname, port, username, password } = proxy;
  return {
    protocol,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    ...(username !== '' && { auth: { username: decoded(username), password: decoded(password) } }),
  };
}
