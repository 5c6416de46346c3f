/** Files that TLS needs, PEM. They are read anew when they have changed, at the next connection. */
export interface KafkaTls {
  /** Certificates of who may vouch for brokers. Default: those that Node trusts. */
  readonly caFile?: string | undefined;
  /** The certificate that brokers are shown, and its key without a passphrase: both or neither. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** A user and a password. */
export interface KafkaPassword {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
}

/** Tokens of an OAuth 2 server, by the grant of client credentials. */
export interface KafkaOauth {
  readonly mechanism: 'OAUTHBEARER';
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
}

/** How a client says who it is. */
export type KafkaSasl = KafkaPassword | KafkaOauth;
