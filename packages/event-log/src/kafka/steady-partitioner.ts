import { type ICustomPartitioner, type Message, type PartitionerArgs, Partitioners } from 'kafkajs';
import { murmur2 } from './murmur2.js';

/**
 * Kafka's own partitioner (murmur2 of the key, round robin without one), except that a record keeps its partition when
 * kafkajs tries it again. kafkajs partitions anew on each attempt; a record without a key would then take a sequence
 * number of another partition, and the broker would drop the next record there as a duplicate.
 *
 * @param refuse  called before each attempt; throws when records must no longer be sent
 */
export function steadyPartitioner(refuse: () => void): ICustomPartitioner {
  return () => {
    const spread = Partitioners.DefaultPartitioner();
    const choose = (options: PartitionerArgs) => partitionOfKey(options) ?? spread(options);
    const chosen = new WeakMap<Message, number>();
    return (options) => {
      refuse();
      const partition = chosen.get(options.message) ?? choose(options);
      chosen.set(options.message, partition);
      return partition;
    };
  };
}

function partitionOfKey({ message: { key }, partitionMetadata }: PartitionerArgs): number | undefined {
  if (key === null || key === undefined) return undefined;
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitionMetadata.length;
}
