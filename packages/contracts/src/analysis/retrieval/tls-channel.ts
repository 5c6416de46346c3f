import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { type ChannelCredentials, type ChannelOptions, credentials } from '@grpc/grpc-js';

/** What a client has for TLS, in PEM. */
export interface ClientTls {
  /** The authorities that it trusts. Default: those that everybody knows. */
  readonly ca?: string | undefined;
  /** Its own certificate and key, for servers that demand them. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** Credentials and options of a channel. */
export interface TlsChannel {
  readonly credentials: ChannelCredentials;
  readonly channelOptions: ChannelOptions;
}

/** The name that is sent where a server is known by its address alone: TLS has no other place for names. */
const nameless = 'localhost';

/**
 * A channel over TLS. grpc-js sends the host as the server's name, which an address may not be, and which Node warns of: so another name is
 * sent with an address, and the certificate is compared with the address all the same.
 *
 * @param address  `host:port`
 * @source RFC 6066, section 3
 */
export function tlsChannel(address: string, { ca, cert, key }: ClientTls): TlsChannel {
  const [, bracketed, plain] = /^(?:\[(.+)\]|(.+)):\d+$/.exec(address) ?? [];
  const host = bracketed ?? plain ?? address;
  const root = ca === undefined ? null : Buffer.from(ca);
  const own =
    cert === undefined || key === undefined ? null : { cert: Buffer.from(cert), key: Buffer.from(key) };
  return {
    credentials: credentials.createSsl(root, own?.key ?? null, own?.cert ?? null, {
      checkServerIdentity: (_, shown) => checkServerIdentity(host, shown),
    }),
    channelOptions: isIP(host) ? { 'grpc.ssl_target_name_override': nameless } : {},
  };
}
