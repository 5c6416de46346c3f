const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/**
 * The partition of a key: FNV-1a (32 bits) over its UTF-8 bytes, modulo the number of partitions.
 * The same in every process and for ever, because records of one key must stay in order. Not Kafka's murmur2: no
 * record ever moves between the two logs with its partition.
 *
 * @param partitions  ≥ 1
 * @returns           0 to `partitions` − 1
 * @source            http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function keyPartition(key: string, partitions: number): number {
  let hash = offsetBasis;
  for (const byte of Buffer.from(key, 'utf8')) hash = Math.imul(hash ^ byte, prime);
  return (hash >>> 0) % partitions;
}
