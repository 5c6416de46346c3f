import { type Labels, ofKind } from './helm-chart.js';
import { catalogue, servedPorts, serviceNames } from './service-catalogue.js';

/** The services that serve others, each with its ports. */
export const serving = serviceNames.flatMap((name) =>
  Object.entries(servedPorts(catalogue[name])).map(([kind, { port }]) => ({ name, kind, port })),
);

/** What is looked at of a Service. */
interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly selector: Labels;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string }[];
}

/** The Services among rendered objects, by name. */
export const servicesOf = (objects: Parameters<typeof ofKind>[0]) =>
  new Map(ofKind<ServiceSpec>(objects, 'Service').map(({ metadata, spec }) => [metadata.name, spec]));
