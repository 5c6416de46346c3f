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

/** Settings with paths of these. */
export type TlsFileSettings = {
  readonly [setting in (typeof tlsFileSettings)[keyof TlsFiles]]?: string | undefined;
};

/** The files that the settings of a process name; undefined where it speaks plain text. */
export function tlsFilesOf(settings: TlsFileSettings): TlsFiles | undefined {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CLIENT_CA_FILE: clientCaFile } = settings;
  return certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile, clientCaFile };
}
