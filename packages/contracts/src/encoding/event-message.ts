import type { MessageTypeDefinition } from '@grpc/proto-loader';
import { undecodableEvent } from './event-error.js';

/** Deserializes the bytes of a protobuf message. @throws {ForewarnError} `undecodable-event` */
export function deserialize<Output>(
  type: Pick<MessageTypeDefinition<never, Output>, 'deserialize'>,
  value: Uint8Array,
): Output {
  try {
    return type.deserialize(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  } catch (cause) {
    throw undecodableEvent('the value is not a protobuf message of the schema', cause);
  }
}
