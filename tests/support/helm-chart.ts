import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { repositoryRoot } from './deployed-monitoring.js';

const exec = promisify(execFile);

/** The chart. */
export const chartFolder = path.join(repositoryRoot, 'deploy/helm/forewarn');

/** The values that the tests render: what must be set, all that can be turned on, and as little as possible. */
export const valuesSets = ['default', 'everything', 'minimal'] as const;

/** One of {@link valuesSets}. */
export type ValuesSet = (typeof valuesSets)[number];

/** The file of a set of values. */
export const valuesFile = (set: ValuesSet): string => path.join(chartFolder, `ci/${set}-values.yaml`);

/** Labels, or what selects them. */
export type Labels = Readonly<Record<string, string>>;

/** A peer of a network policy. */
interface Peer {
  readonly podSelector?: { readonly matchLabels: Labels };
  readonly namespaceSelector?: { readonly matchLabels: Labels };
}

/** A rule of a network policy. */
export interface PolicyRule {
  readonly ports?: readonly { readonly port: number; readonly protocol?: string }[];
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}

/** How a probe asks. */
interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string };
  readonly grpc?: { readonly port: number };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** A container, as far as the tests read it. */
interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext: unknown;
  readonly resources: Readonly<Record<'requests' | 'limits', Labels>>;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly lifecycle?: unknown;
  readonly startupProbe: Probe;
  readonly readinessProbe: Probe;
  readonly livenessProbe: Probe;
}

/** A pod, as far as the tests read it. */
export interface PodSpec {
  readonly serviceAccountName: string;
  readonly automountServiceAccountToken: boolean;
  readonly enableServiceLinks: boolean;
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: unknown;
  readonly containers: readonly Container[];
  readonly volumes: readonly {
    readonly name: string;
    readonly emptyDir?: { readonly sizeLimit: string };
    readonly projected?: {
      readonly sources: readonly {
        readonly secret: { readonly name: string; readonly items: readonly { key: string; path: string }[] };
      }[];
    };
  }[];
  readonly nodeSelector?: Labels;
  readonly topologySpreadConstraints?: readonly {
    readonly topologyKey: string;
    readonly whenUnsatisfiable: string;
    readonly labelSelector: { readonly matchLabels: Labels };
  }[];
}

/** A rendered object; each kind has its own `spec` or `data`. */
export interface KubernetesObject<Spec = unknown> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Labels; readonly annotations?: Labels };
  readonly spec: Spec;
  readonly data?: Labels;
}

/** What a deployment makes. */
export interface DeploymentSpec {
  readonly replicas?: number;
  readonly selector: { readonly matchLabels: Labels };
  readonly template: {
    readonly metadata: { readonly labels: Labels; readonly annotations: Labels };
    readonly spec: PodSpec;
  };
}

/**
 * Renders the chart as release "forewarn" for a present-day Kubernetes.
 *
 * @param helm  path of helm
 * @param more  more arguments, such as `--set` and what it sets
 * @throws      with helm's words, when it refuses
 */
export async function renderChart(
  helm: string,
  set: ValuesSet,
  more: readonly string[] = [],
): Promise<KubernetesObject[]> {
  return parseObjects(
    await runHelm(helm, 'template', 'forewarn', chartFolder, '-f', valuesFile(set), ...more),
  );
}

/** What each set of values is rendered to. */
export type RenderedSets = ReadonlyMap<ValuesSet, KubernetesObject[]>;

/** Renders the chart with every set of values. */
export async function renderSets(helm: string): Promise<RenderedSets> {
  const rendered = new Map<ValuesSet, KubernetesObject[]>();
  for (const set of valuesSets) rendered.set(set, await renderChart(helm, set));
  return rendered;
}

/** Runs a command of helm that needs no cluster. Returns its standard output; rejects with its words. */
export async function runHelm(helm: string, ...args: readonly string[]): Promise<string> {
  // Helm as `go install` builds it takes itself for one of Kubernetes 1.20.
  const options = { timeout: 60_000, maxBuffer: 16 * 1024 * 1024 };
  return exec(helm, [...args, '--kube-version', '1.31.0'], options).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => {
      throw new Error(stdout + stderr);
    },
  );
}

/** Strict: duplicate keys are errors. */
function parseObjects(text: string): KubernetesObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.contents === null ? [] : [document.toJS() as KubernetesObject];
  });
}

/** The objects of a kind. */
export const ofKind = <Spec>(objects: readonly KubernetesObject[], kind: string): KubernetesObject<Spec>[] =>
  objects.filter((object) => object.kind === kind) as KubernetesObject<Spec>[];

/** The deployments by the names of their components. */
export const deploymentsOf = (objects: readonly KubernetesObject[]): Map<string, DeploymentSpec> =>
  new Map(
    ofKind<DeploymentSpec>(objects, 'Deployment').map(({ metadata, spec }) => [
      metadata.labels['app.kubernetes.io/component']!,
      spec,
    ]),
  );

/** Every pod that there will be: those of deployments, and that of `helm test`. */
export const podsOf = (
  objects: readonly KubernetesObject[],
): { readonly name: string; readonly labels: Labels; readonly spec: PodSpec }[] => [
  ...ofKind<DeploymentSpec>(objects, 'Deployment').map(({ metadata, spec: { template } }) => ({
    name: metadata.name,
    labels: template.metadata.labels,
    spec: template.spec,
  })),
  ...ofKind<PodSpec>(objects, 'Pod').map(({ metadata, spec }) => ({
    name: metadata.name,
    labels: metadata.labels,
    spec,
  })),
];

/** Whether labels have all that a selector asks for. */
export const isSelected = (selector: Labels, labels: Labels): boolean =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);

/** What a deployment's process finds in its environment, beside what the image sets. */
export function environmentOf(
  objects: readonly KubernetesObject[],
  { template }: DeploymentSpec,
): Record<string, string> {
  const { env = [], envFrom = [] } = template.spec.containers[0]!;
  const maps = ofKind(objects, 'ConfigMap');
  const shared = envFrom.map(
    ({ configMapRef }) => maps.find(({ metadata }) => metadata.name === configMapRef.name)!.data!,
  );
  return Object.assign({}, ...shared, Object.fromEntries(env.map(({ name, value }) => [name, value])));
}
