/** Where a server's certificate is, all in PEM; files that are swapped while the server runs are taken up. */
export interface TlsFiles {
  /** The server's certificate, and behind it those between it and an authority that clients trust. */
  readonly certFile: string;
  /** Its private key, without a passphrase. */
  readonly keyFile: string;
  /** Authorities whose certificates clients show. Default: clients are not asked for one. */
  readonly clientCaFile?: string | undefined;
}

/** The settings that name the files. */
export const tlsFileSettings = {
  certFile: 'TLS_CERT_FILE',
  keyFile: 'TLS_KEY_FILE',
  clientCaFile: 'TLS_CLIENT_CA_FILE',
} as const satisfies Record<keyof TlsFiles, string>;
