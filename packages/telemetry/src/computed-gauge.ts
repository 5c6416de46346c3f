import { Gauge, type Registry } from 'prom-client';

/** A value of a gauge, with what tells it from the others. */
export interface LabelledValue {
  /** Where the same object comes again at the next scrape, its text is not made again. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A gauge without values of its own. */
export interface ComputedGaugeOptions {
  readonly name: string;
  readonly help: string;
  readonly registry: Registry;
  /** All values, asked for at each scrape. */
  readonly collect: () => Promise<readonly LabelledValue[]>;
}

/**
 * Registers a gauge whose values are computed for each scrape. One of prom-client keeps them by the text of their labels, which it
 * makes anew for each value twice, when it is set and when it is written: with thousands of values that is most of a scrape.
 */
export function registerComputedGauge({ registry, name, help, collect }: ComputedGaugeOptions): void {
  registry.registerMetric(new ComputedGauge({ name, help, registers: [] }, collect));
}

type GaugeConfiguration = ConstructorParameters<typeof Gauge>[0];

class ComputedGauge extends Gauge {
  readonly #collect: ComputedGaugeOptions['collect'];

  constructor(configuration: GaugeConfiguration, collect: ComputedGaugeOptions['collect']) {
    super(configuration);
    this.#collect = collect;
  }

  override async get(): ReturnType<Gauge['get']> {
    const values = await this.#collect();
    return { ...(await super.get()), values: values.map(({ labels, value }) => ({ labels, value })) };
  }

  /** What the registry writes as text: of labels that are shared it keeps the text with the object. */
  async getForPromString() {
    const values = await this.#collect();
    return {
      ...(await super.get()),
      values: values.map(({ labels, value }) => ({ labels: {}, sharedLabels: labels, value })),
    };
  }
}
