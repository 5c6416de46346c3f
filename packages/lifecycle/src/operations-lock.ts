import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ServerCertificates } from './tls/server-certificates.js';

/** Who may read metrics, and the reasons of `/readyz`. */
export interface OperationsLock {
  /** Whether a request shows the token, or comes with a certificate that is accepted; always where neither is set. */
  opensFor(request: IncomingMessage): boolean;
  /** What `WWW-Authenticate` says to others. */
  readonly challenge: string;
}

/** What opens it. */
export interface OperationsKeys {
  readonly token?: string | undefined;
  readonly certificates?: ServerCertificates | undefined;
}

/**
 * Makes the lock. Tokens are compared by their digests, which takes as long whatever they are.
 *
 * @source RFC 6750: bearer tokens
 */
export function createOperationsLock({ token, certificates }: OperationsKeys): OperationsLock {
  const isOpen = token === undefined && certificates?.current.clientCa === undefined;
  const expected = token === undefined ? undefined : digest(token);
  return {
    challenge: 'Bearer realm="operations"',
    opensFor({ headers, socket }) {
      if (isOpen || hasCertificate(socket)) return true;
      const [, shown] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
      return expected !== undefined && shown !== undefined && timingSafeEqual(digest(shown), expected);
    },
  };
}

/**
 * Whether a client has shown a certificate that is accepted. Node calls whoever resumes a session of TLS 1.3 authorized, also one that began without a
 * certificate.
 */
const hasCertificate = (socket: Socket): boolean =>
  socket instanceof TLSSocket && socket.authorized && socket.getPeerX509Certificate() !== undefined;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
