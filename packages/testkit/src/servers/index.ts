export { backfillPrometheus } from './backfill-prometheus.js';
export { findBrowser } from './browser.js';
export {
  type CertificateAuthority,
  type CertificateRequest,
  createCertificateAuthority,
  type TestCertificate,
} from './certificate-authority.js';
export { freePort } from './free-port.js';
export type { InstallOptions } from './install-packages.js';
export { describeMissing, type InstallResult, installServers } from './install-servers.js';
export { checkServers, type Finding, type Requirement } from './missing-programs.js';
export type { MysqlAddress } from './mysql-account.js';
export type { ServerHandle, ServerOptions } from './native-server.js';
export { type CommandResult, runCommand } from './run-command.js';
export type { RunningServers, ServerAddresses, ServerPorts } from './running-servers.js';
export { requireProgram } from './server-programs.js';
export { ServerStartError } from './server-start-error.js';
export { canStartServers, servers } from './servers.js';
export { type KafkaOptions, startKafka } from './start-kafka.js';
export { type MariadbHandle, startMariadb } from './start-mariadb.js';
export { type MysqlHandle, startMysql } from './start-mysql.js';
export { type NodeExporterHandle, startNodeExporter } from './start-node-exporter.js';
export {
  type PrometheusHandle,
  type PrometheusOptions,
  type ScrapeTarget,
  startPrometheus,
} from './start-prometheus.js';
export { type ServerRunner, type ServersOptions, startServers } from './start-servers.js';
export { createTestCertificates, type TestCertificates } from './test-certificates.js';
