import { createRequire } from 'node:module';
import { isRefusal } from './translate-kafka-error.js';

/** kafkajs' list of brokers, in so far as it is used here. */
interface BrokerPool {
  withBroker<T>(ask: (broker: unknown) => Promise<T>): Promise<T | null>;
}

const require = createRequire(import.meta.url);
/** On the method of this file, so that another instance of it knows its work as done. */
const ours = Symbol.for('forewarn.tellRefusals');

/**
 * Lets kafkajs tell that it was refused where it asks one broker after the other: it takes each refusal for a broker that is away, and would look for the
 * coordinator of a group that this user may not use for ever, without a word why.
 */
export function tellRefusals(): void {
  const { prototype }: { prototype: BrokerPool } = require('kafkajs/src/cluster/brokerPool.js');
  const { withBroker } = prototype;
  if (ours in withBroker) return;
  const telling = async function <T>(
    this: BrokerPool,
    ask: (broker: unknown) => Promise<T>,
  ): Promise<T | null> {
    let refusal: unknown;
    const answer = await withBroker.call(this, (broker) =>
      ask(broker).catch((thrown: unknown) => {
        if (isRefusal(thrown)) refusal = thrown;
        throw thrown;
      }),
    );
    if (answer === null && refusal !== undefined) throw refusal;
    return answer as T | null;
  };
  prototype.withBroker = Object.assign(telling, { [ours]: true });
}
