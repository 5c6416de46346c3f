import type { MysqlAddress } from './mysql-account.js';

/** Where the four servers are. Plain data, so that it can be handed to other processes. */
export interface ServerAddresses {
  /** `host:port`, as `KAFKA_BROKERS` takes it. */
  readonly kafkaBrokers: string;
  readonly mysql: MysqlAddress;
  /** Without a slash at the end, as `PROMETHEUS_URL` takes it. */
  readonly prometheusUrl: string;
  readonly nodeExporterUrl: string;
}

/** The four servers, running. */
export interface RunningServers extends ServerAddresses {
  /** Stops them all and removes their data. */
  stop(): Promise<void>;
}

/** Ports on 127.0.0.1; a free one for each that is not given. */
export interface ServerPorts {
  readonly kafka?: number | undefined;
  readonly mysql?: number | undefined;
  readonly prometheus?: number | undefined;
  readonly nodeExporter?: number | undefined;
}
