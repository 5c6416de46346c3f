import { loadProtoDescriptors } from '@forewarn/contracts';
import { Registry } from '@forewarn/telemetry';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startListener, testService } from './test-service.fixture.js';

/** A field of a type that there is not. */
const noMessage = Buffer.from([0x0f]);
const asItIs = (bytes: Buffer) => bytes;

/** How a call with these bytes ends. */
function callsTo(port: number) {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  onTestFinished(() => client.close());
  return (path: string, bytes: Buffer): Promise<{ code: status; details: string }> =>
    new Promise((resolve) => {
      const call = client.makeServerStreamRequest(path, asItIs, asItIs, bytes, new Metadata());
      call.on('data', () => call.cancel()).on('error', () => {});
      call.on('status', resolve);
    });
}

/** A service whose requests are never readable. */
function pickyService(onSay: () => Promise<string>) {
  const service = testService({ onSay });
  const definition = Object.fromEntries(
    Object.entries(service.definition).map(([name, method]) => {
      const requestDeserialize = () => {
        throw new RangeError('invalid wire type 7 at offset 1');
      };
      return [name, { ...method, requestDeserialize }];
    }),
  );
  return { ...service, definition };
}

describe('bytes that are no message', () => {
  it.each(['Say', 'Watch'])('are the mistake of whom they come from: %s', async (method) => {
    const onSay = vi.fn(async () => '');
    const service = pickyService(onSay);
    const registry = new Registry();
    const { port } = await startListener({ services: [service], registry });
    expect(await callsTo(port)(`/${service.name}/${method}`, noMessage)).toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringMatching(/^the bytes of the request are no message of its type/),
    });
    expect(onSay).not.toHaveBeenCalled();
    expect(await registry.metrics()).toContain(`{method="${method}",status="INVALID_ARGUMENT"} 1`);
  });

  it.each(['Check', 'Watch'])('are so where health is asked: %s', async (method) => {
    const { port } = await startListener({ services: [testService({})] });
    const call = callsTo(port);
    expect((await call(`/grpc.health.v1.Health/${method}`, noMessage)).code).toBe(status.INVALID_ARGUMENT);
    expect((await call('/grpc.health.v1.Health/Check', Buffer.alloc(0))).code).not.toBe(
      status.INVALID_ARGUMENT,
    );
  });

  it('are a question for nothing where reflection is asked', async () => {
    const { port } = await startListener({
      services: [testService({})],
      descriptors: loadProtoDescriptors(),
    });
    const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
    expect((await callsTo(port)(path, noMessage)).code).not.toBe(status.INTERNAL);
  });
});

describe('names of services that there are not', () => {
  const longName = 'x'.repeat(60_000);
  const request = Buffer.concat([Buffer.from([0x0a, 0xe0, 0xd4, 0x03]), Buffer.from(longName)]);

  it('are told in part where health is asked, so that the answer arrives', async () => {
    const { port } = await startListener({ services: [testService({})] });
    const { code, details } = await callsTo(port)('/grpc.health.v1.Health/Check', request);
    expect(code).toBe(status.NOT_FOUND);
    expect(details).toMatch(/^Health status unknown for service x{900,}$/);
    expect(details.length).toBeLessThanOrEqual(1_000);
  });

  it('are not kept when their health is watched', async () => {
    const watched = vi.spyOn(HealthImplementation.prototype as unknown as Watched, 'addWatcher');
    onTestFinished(() => watched.mockRestore());
    const { port } = await startListener({ services: [testService({})] });
    const call = callsTo(port);
    expect((await call('/grpc.health.v1.Health/Watch', request)).code).toBe(status.CANCELLED);
    expect(watched).not.toHaveBeenCalled();
    await call('/grpc.health.v1.Health/Watch', Buffer.alloc(0));
    expect(watched).toHaveBeenCalledWith('', expect.anything());
  });
});

/** What the library does with each name that is watched; it forgets none. */
interface Watched {
  addWatcher(service: string, watcher: unknown): void;
}
