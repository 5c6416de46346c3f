const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/**
 * The hash by which Kafka's clients spread keys over partitions: 32 bits of murmur2. kafkajs has it as well, but without bound on the size
 * of the numbers: a key of 40 kB takes it half a second, one of a megabyte hours.
 *
 * @returns  a signed integer of 32 bits, the same as that of the Java client
 * @source   org.apache.kafka.common.utils.Utils#murmur2; Austin Appleby, MurmurHash2
 */
export function murmur2(key: Uint8Array): number {
  const { length } = key;
  const view = new DataView(key.buffer, key.byteOffset, length);
  const whole = length - (length % 4);
  let hash = seed ^ length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(view.getInt32(at, true), multiplier);
    word ^= word >>> 24;
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier);
  }
  if (whole < length) {
    for (let at = length - 1; at >= whole; at -= 1) hash ^= key[at]! << (8 * (at - whole));
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}
