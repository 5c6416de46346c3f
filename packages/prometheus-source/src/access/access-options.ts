/** What a Prometheus asks of those who ask it, beside its address. */
export interface PrometheusAccessOptions {
  /** Basic authentication. */
  readonly basic?: { readonly username: string; readonly password: string };
  /** Path of a file with a bearer token, which may change at any time. */
  readonly tokenFile?: string;
  /** Sent with every request. Values may be secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Paths of PEM files, which may change at any time. */
  readonly tls?: {
    /** Trusted in place of the authorities that Node trusts. */
    readonly caFile?: string;
    readonly certFile?: string;
    readonly keyFile?: string;
  };
  /** Of an HTTP proxy that all requests take, with user and password where needed. Default: what the environment says. */
  readonly proxyUrl?: string;
}
