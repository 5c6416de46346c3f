import type { TLSSocket, Server as TlsServer } from 'node:tls';
import { silentLogger } from '@forewarn/core';
import { Counter, Gauge } from '@forewarn/telemetry';
import type { RefusalOptions } from '../refusals.js';
import type { ServerCertificates } from './server-certificates.js';

const warningIntervalMs = 60_000;

const expiry = {
  name: 'forewarn_tls_certificate_expiry_timestamp_seconds',
  help: 'When the certificate that a listener serves, or the first of its chain, expires, in seconds since 1970',
} as const;

const refused = {
  name: 'forewarn_refused_handshakes_total',
  help: 'Connections that were closed since their TLS handshake failed or took too long',
} as const;

/**
 * Registers when a listener's certificate expires, and counts handshakes that fail. Both families are there without a certificate, too, and then have no value.
 *
 * @returns  watches a server's handshakes
 */
export function registerTlsMetrics(
  { listener, registry, logger = silentLogger }: RefusalOptions,
  certificates: ServerCertificates | undefined,
): (server: TlsServer) => void {
  const labelNames = ['listener'] as const;
  const registers = [registry];
  const known = <T>(name: string) => registry.getSingleMetric(name) as T | undefined;
  const gauge = known<Gauge<'listener'>>(expiry.name) ?? new Gauge({ ...expiry, labelNames, registers });
  const counter =
    known<Counter<'listener'>>(refused.name) ?? new Counter({ ...refused, labelNames, registers });
  if (!certificates) return () => {};
  const tell = ({ expiresMs }: { expiresMs: number }) => gauge.set({ listener }, expiresMs / 1000);
  tell(certificates.current);
  certificates.onChange(tell);
  counter.inc({ listener }, 0);
  let warnedMs = Number.NEGATIVE_INFINITY;
  return (server) =>
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
      const reason = reasonOf(error, socket);
      if (reason === undefined) return;
      counter.inc({ listener });
      if (performance.now() - warnedMs < warningIntervalMs) return;
      warnedMs = performance.now();
      logger.warn(
        { listener, reason },
        'a TLS handshake failed; more of them are counted, and told once a minute',
      );
    });
}

/** Who connects and goes without a word, as some that look whether a port is open, is not refused: undefined. */
function reasonOf({ code, message }: NodeJS.ErrnoException, socket: TLSSocket): string | undefined {
  const { authorizationError } = socket;
  if (authorizationError) return `the client's certificate is not accepted: ${authorizationError}`;
  if (code === 'ECONNRESET' && socket.bytesRead === 0) return undefined;
  return code ?? message;
}
