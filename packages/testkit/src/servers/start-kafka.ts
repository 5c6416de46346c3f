import { randomBytes } from 'node:crypto';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { openDataDirectory } from './data-directory.js';
import { freePort } from './free-port.js';
import { type ServerHandle, type ServerOptions, startNativeServer } from './native-server.js';
import { runCommand } from './run-command.js';
import { KAFKA_ASSETS, requireKafkaJars, requireProgram } from './server-programs.js';
import { ServerStartError } from './server-start-error.js';

/** How the broker is run. */
export interface KafkaOptions extends ServerOptions {
  /**
   * Further options of the Java virtual machine; they win over those of the test kit. For a benchmark:
   * `-XX:TieredStopAtLevel=4`, so that the optimising compiler, which costs seconds at the start, takes part.
   */
  readonly extraJvmOptions?: readonly string[];
  /** Listeners beside the plain one, which stays that of the broker itself. */
  readonly listeners?: readonly KafkaListener[];
  /** Further settings of the broker; they win over those of the test kit. */
  readonly extraSettings?: KafkaProperties;
  /** Further arguments of the first formatting, such as `--add-scram`. */
  readonly formatArguments?: readonly string[];
}

/** Where else a broker listens. */
export interface KafkaListener {
  /** Letters only: settings of it begin with `listener.name.` and the name in small letters. */
  readonly name: string;
  readonly protocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';
  readonly port: number;
}

/** Settings of a broker by their names. */
export type KafkaProperties = Readonly<Record<string, string | number | boolean>>;

interface Broker {
  readonly java: string;
  readonly classPath: string;
  readonly configuration: string;
  readonly logs: string;
  readonly formatArguments: readonly string[];
}

/**
 * Starts a Kafka broker: one node, KRaft, plain text, no topic created on first use, replication factors of 1.
 * Its own copy of the quorum's listener is on a second free port.
 *
 * @returns handle; its `address` is what `KAFKA_BROKERS` takes
 * @throws  {ServerStartError} when Java or the jars are absent, or the broker does not become ready
 */
export async function startKafka(options: KafkaOptions = {}): Promise<ServerHandle> {
  const java = await requireProgram('java');
  const classPath = join(await requireKafkaJars(), '*');
  const port = options.port ?? (await freePort());
  const controllerPort = await freePort();
  const data = await openDataDirectory('kafka', options.dataDir);
  const configuration = join(data.path, 'server.properties');
  const { formatArguments = [] } = options;
  const broker: Broker = { java, classPath, configuration, logs: join(data.path, 'logs'), formatArguments };
  const prepare = async (signal: AbortSignal | undefined) => {
    await writeFile(configuration, serverProperties(broker.logs, port, controllerPort, options));
    if (!(await isFormatted(broker))) await format(broker, signal);
  };
  const jvm = [...javaOptions(broker), '-Xmx512m', ...(options.extraJvmOptions ?? [])];
  const args = [...jvm, 'kafka.Kafka', configuration];
  const probe = () => describeCluster(port);
  return startNativeServer({ server: 'Kafka', command: java, args, port, data, prepare, probe }, options);
}

/** A broker for tests should start quickly on two cores: without these, loading its classes takes twice as long. */
function javaOptions({ classPath }: Broker): string[] {
  const logging = `-Dlog4j2.configurationFile=${join(KAFKA_ASSETS, 'log4j2.properties')}`;
  const quickStart = [
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:+UnlockDiagnosticVMOptions',
    '-XX:-BytecodeVerificationRemote',
  ];
  return ['-cp', classPath, ...quickStart, logging];
}

function serverProperties(
  logs: string,
  port: number,
  controllerPort: number,
  { listeners = [], extraSettings }: KafkaOptions,
): string {
  const own: KafkaListener = { name: 'PLAINTEXT', protocol: 'PLAINTEXT', port };
  const controller: KafkaListener = { name: 'CONTROLLER', protocol: 'PLAINTEXT', port: controllerPort };
  const open = [own, ...listeners];
  const all = [...open, controller];
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: addressesOf(all),
    'advertised.listeners': addressesOf(open),
    'listener.security.protocol.map': all.map(({ name, protocol }) => `${name}:${protocol}`).join(),
    'inter.broker.listener.name': own.name,
    'log.dirs': logs,
    'auto.create.topics.enable': false,
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // Fewer than the default of 50: each costs files and start time, and one broker has nobody to share them with.
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.num.partitions': 4,
    // After a kill, the controller waits this long before it believes that the broker is a new one.
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    // A group forms at once, and tests may declare a member dead after a second.
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    ...extraSettings,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

const addressesOf = (listeners: readonly KafkaListener[]): string =>
  listeners.map(({ name, port }) => `${name}://127.0.0.1:${port}`).join();

function isFormatted({ logs }: Broker): Promise<boolean> {
  return access(join(logs, 'meta.properties')).then(
    () => true,
    () => false,
  );
}

async function format(broker: Broker, signal: AbortSignal | undefined): Promise<void> {
  // An id that begins with a dash would be read as an option.
  const clusterId = `f${randomBytes(16).toString('base64url').slice(1, 22)}`;
  const formatting = ['-t', clusterId, '-c', broker.configuration, ...broker.formatArguments];
  const tool = ['kafka.tools.StorageTool', 'format', ...formatting];
  const { code, output } = await runCommand(broker.java, [...javaOptions(broker), ...tool], { signal });
  if (code !== 0) throw new ServerStartError(`Kafka's storage could not be formatted:\n${output}`);
}

async function describeCluster(port: number): Promise<void> {
  const kafka = new Kafka({
    clientId: 'forewarn-testkit',
    brokers: [`127.0.0.1:${port}`],
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    if (brokers.length === 0) throw new Error('no broker has registered yet');
  } finally {
    await admin.disconnect();
  }
}
