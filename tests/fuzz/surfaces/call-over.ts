import { type Client, type Metadata, type StatusObject, status } from '@grpc/grpc-js';

/** How a call ended. */
export interface CallEnd {
  readonly code: status;
  readonly details: string;
  readonly messages: number;
}

const asItIs = (bytes: Uint8Array): Buffer => Buffer.from(bytes);

/** How long a stream that says nothing is listened to, once it was opened: those that watch say nothing for long. */
const silentMs = 10;
const longestCallMs = 20_000;

/** Calls a method with the bytes of a message, and reads to the end; one that goes on without a word is cancelled. */
export function callOver(
  client: Client,
  path: string,
  message: Uint8Array,
  metadata: Metadata,
): Promise<CallEnd> {
  const options = { deadline: Date.now() + longestCallMs };
  const call = client.makeServerStreamRequest(path, asItIs, asItIs, Buffer.from(message), metadata, options);
  let messages = 0;
  let isCancelled = false;
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      isCancelled = true;
      call.cancel();
    }, silentMs);
  };
  call.on('data', () => {
    messages += 1;
    wait();
  });
  // The head of the answer says that the request was taken; an error comes without.
  call.on('metadata', wait);
  call.on('error', () => {});
  return new Promise((resolve) => {
    call.on('status', ({ code, details }: StatusObject) => {
      clearTimeout(timer);
      resolve({ code: isCancelled ? status.OK : code, details, messages });
    });
  });
}
