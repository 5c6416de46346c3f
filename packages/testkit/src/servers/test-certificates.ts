import { join } from 'node:path';
import { type CertificateAuthority, createCertificateAuthority } from './certificate-authority.js';

/** Paths of certificates and keys, all PEM; keys are PKCS #8 without a passphrase. */
export interface TestCertificates {
  /** The authority that servers and clients trust. */
  readonly ca: string;
  /** For 127.0.0.1, ::1 and localhost. */
  readonly serverCert: string;
  readonly serverKey: string;
  /** Of a client whose common name is `client`. */
  readonly clientCert: string;
  readonly clientKey: string;
  /** By the same authority for the same hosts, but of last month. */
  readonly expiredCert: string;
  readonly expiredKey: string;
  /** By the same authority, for `elsewhere.example` only. */
  readonly elsewhereCert: string;
  readonly elsewhereKey: string;
  /** An authority that has nothing to do with the first. */
  readonly otherCa: string;
  /** For 127.0.0.1, ::1 and localhost, by the other authority. */
  readonly otherServerCert: string;
  readonly otherServerKey: string;
  /** Of a client whose common name is `client`, by the other authority. */
  readonly otherClientCert: string;
  readonly otherClientKey: string;
  /** Signs more of the same: for a rotation, or for clients of other names. */
  readonly authority: CertificateAuthority;
}

const LOOPBACK = ['DNS:localhost', 'IP:127.0.0.1', 'IP:::1'];

/**
 * Makes certificates for tests of TLS, good and bad ones. They are made anew for each run, since what is kept expires: a dozen calls of openssl,
 * some tenths of a second.
 *
 * @param directory  where the files go; created when absent, and removed by whoever made it
 * @throws {ServerStartError} when openssl is absent or refuses
 */
export async function createTestCertificates(directory: string): Promise<TestCertificates> {
  const authority = await createCertificateAuthority(join(directory, 'trusted'), 'forewarn tests');
  const other = await createCertificateAuthority(join(directory, 'other'), 'somebody else');
  const server = await authority.issue({ name: 'server', hosts: LOOPBACK });
  const client = await authority.issue({ name: 'client' });
  const expired = await authority.issue({ name: 'expired', hosts: LOOPBACK, isExpired: true });
  const elsewhere = await authority.issue({ name: 'elsewhere', hosts: ['DNS:elsewhere.example'] });
  const otherServer = await other.issue({ name: 'server', hosts: LOOPBACK });
  const otherClient = await other.issue({ name: 'client' });
  return {
    ca: authority.cert,
    serverCert: server.cert,
    serverKey: server.key,
    clientCert: client.cert,
    clientKey: client.key,
    expiredCert: expired.cert,
    expiredKey: expired.key,
    elsewhereCert: elsewhere.cert,
    elsewhereKey: elsewhere.key,
    otherCa: other.cert,
    otherServerCert: otherServer.cert,
    otherServerKey: otherServer.key,
    otherClientCert: otherClient.cert,
    otherClientKey: otherClient.key,
    authority,
  };
}
