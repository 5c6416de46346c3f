import { freePort } from '@forewarn/testkit';
import { catalogue, type ServiceName, servedPorts } from './service-catalogue.js';
import { type ServiceProcess, startService } from './service-process.js';

/** Services that run side by side, each as a process of its own. */
export interface ServiceSet {
  /** @throws when it is none of the set */
  process(name: ServiceName): ServiceProcess;
  /** Where a service serves others, as `host:port`. @param port  such as `grpc`, by its name in the catalogue */
  address(name: ServiceName, port: string): string;
  /** Resolves when all are ready. */
  ready(): Promise<void>;
  /** SIGTERM to all, and their exit codes. */
  stop(): Promise<Partial<Record<ServiceName, number | null>>>;
}

/**
 * Starts services on free ports, each with the environment that is given for it, or all with the same, of which each reads what is its own.
 *
 * @param names  such as `stackServices`
 * @param env    where Kafka, MySQL and Prometheus are, and what the test sets
 */
export async function startServices(
  names: readonly ServiceName[],
  env: Readonly<Record<string, string>> | ((name: ServiceName) => Readonly<Record<string, string>>),
): Promise<ServiceSet> {
  const environmentOf = typeof env === 'function' ? env : () => env;
  const processes = new Map<ServiceName, ServiceProcess>();
  const addresses = new Map<string, string>();
  for (const name of names) {
    const ports: Record<string, string> = {};
    for (const [kind, { setting }] of Object.entries(servedPorts(catalogue[name]))) {
      ports[setting] = String(await freePort());
      addresses.set(`${name} ${kind}`, `127.0.0.1:${ports[setting]}`);
    }
    processes.set(name, await startService(name, { ...environmentOf(name), ...ports }));
  }
  const all = [...processes.values()];
  return {
    process: (name) => known(processes, name),
    address: (name, port) => known(addresses, `${name} ${port}`),
    async ready() {
      await Promise.all(all.map((service) => service.ready()));
    },
    stop: async () =>
      Object.fromEntries(await Promise.all(all.map(async (each) => [each.name, await each.stop()] as const))),
  };
}

function known<Key extends string, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`no ${key} was started: there are ${[...map.keys()].join(', ')}`);
  return value;
}
