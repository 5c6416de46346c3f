import entries from '../../deploy/services.json' with { type: 'json' };

/** A port that a service listens on. */
export interface ServicePort {
  readonly port: number;
  /** The setting that holds the port, and the one that holds the address it is opened on. */
  readonly setting: string;
  readonly hostSetting: string;
}

/** How Kubernetes asks: by HTTP where there is a path, else by gRPC's health protocol; `port` is a name of {@link Deployable.ports}. */
interface ServiceProbe {
  readonly port: string;
  readonly path?: string;
}

/**
 * What is an image of its own. Its name is also that of its folder in apps/, of its stage in the Dockerfile, of its service in the compose
 * files, of its component in the Helm chart and of the label `service` of its metrics.
 */
export interface Deployable {
  /** The description of its package. */
  readonly role: string;
  /** Servers and other services that must be there before it can work. */
  readonly needs: readonly string[];
  /** By name; `operations` serves health, readiness and metrics. None: a client, which runs when it is called. */
  readonly ports: Readonly<Record<string, ServicePort>>;
  readonly probes: Readonly<Record<string, ServiceProbe>>;
  readonly settings: {
    /** Groups of packages/config: `kafka` stands for `kafkaSettings`. */
    readonly groups: readonly string[];
    readonly own: readonly string[];
    /** Settings that hold where another service is. */
    readonly addresses: Readonly<Record<string, { readonly service: string; readonly port: string }>>;
  };
  readonly compose: {
    /** The profile that starts it; `null` in the stack of `docker compose up`. */
    readonly profile: string | null;
    /** Processes with docker-compose.scaled.yml. */
    readonly scaledReplicas: number;
  };
}

/** Every deployable by its name. */
export type Catalogue = Readonly<Record<string, Deployable>>;

/** The name of a deployable. */
export type DeployableName = keyof typeof entries;

/** The name of a service: of a deployable that runs by itself and says how it is. */
export type ServiceName = {
  [Name in DeployableName]: (typeof entries)[Name]['ports'] extends { operations: ServicePort }
    ? Name
    : never;
}[DeployableName];

/** deploy/services.json, which everything that names services is held against. */
export const catalogue: Readonly<Record<DeployableName, Deployable>> = entries;

/** Whether a deployable runs by itself, as a client does not. */
export const isService = ({ ports }: Deployable): boolean => ports.operations !== undefined;

/** Whether `docker compose up` starts it. */
export const isInStack = (deployable: Deployable): boolean =>
  isService(deployable) && deployable.compose.profile === null;

/** The ports that it serves others on, by name: all but that of operations. */
export const servedPorts = ({
  ports: { operations: _, ...served },
}: Deployable): Record<string, ServicePort> => served;

/** Everything that is an image, in the order of the catalogue. */
export const deployableNames = Object.keys(entries) as readonly DeployableName[];

const services = (isWanted: (deployable: Deployable) => boolean): ServiceName[] =>
  deployableNames.filter(
    (name): name is ServiceName => isService(catalogue[name]) && isWanted(catalogue[name]),
  );

/** Every service. */
export const serviceNames: readonly ServiceName[] = services(() => true);

/** The services of the default compose stack. */
export const stackServices: readonly ServiceName[] = services(isInStack);

/** The services that need a server, such as `mysql`. */
export const servicesThatNeed = (server: string): ServiceName[] =>
  services(({ needs }) => needs.includes(server));

/** The services that read a group of settings, such as `analysis`. */
export const servicesThatRead = (group: string): ServiceName[] =>
  services(({ settings }) => settings.groups.includes(group));
