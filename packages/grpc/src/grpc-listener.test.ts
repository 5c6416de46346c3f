import { once } from 'node:events';
import { type Access, anybody, ForewarnError } from '@forewarn/core';
import { Registry } from '@forewarn/telemetry';
import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { describe, expect, it, vi } from 'vitest';
import { endless, healthOf, startListener, testService } from './test-service.fixture.js';

const failure = async (call: Promise<unknown>): Promise<ServiceError> => {
  const [outcome] = await Promise.allSettled([call]);
  if (outcome.status === 'rejected') return outcome.reason;
  throw new Error('the call succeeded');
};

describe('the services of a listener', () => {
  it('are all served on one port, each counted under names of its own', async () => {
    const registry = new Registry();
    const services = [testService({ name: 'test.v1.One' }), testService({ name: 'test.v1.Two' })];
    const { say } = await startListener({ services, registry });
    expect(await say('test.v1.One', 'hello')).toBe('hello');
    expect(await say('test.v1.Two', 'there')).toBe('there');
    const text = await registry.metrics();
    expect(text).toContain('test_v1_One_calls_total{method="Say",status="OK"} 1');
    expect(text).toContain('test_v1_Two_calls_total{method="Say",status="OK"} 1');
  });

  it.each<[string, () => ReturnType<typeof testService>[], RegExp]>([
    [
      'two of one name',
      () => [testService({}), testService({})],
      /two gRPC services have the name test\.v1\.Test/,
    ],
    [
      'a method without a handler',
      () => [testService({ handlers: {} })],
      /test\.v1\.Test\/Say has no handler/,
    ],
    ['a method without an access', () => [testService({ access: { Say: 'read' } })], /Watch has no access/],
    [
      'an access for a method that there is not',
      () => [testService({ access: { Say: 'read', Watch: 'read', Shout: 'write' } })],
      /has no method Shout/,
    ],
  ])('are refused with %s', async (_, services, message) => {
    await expect(startListener({ services: services() })).rejects.toThrow(message);
  });
});

describe('authorization', () => {
  it('is asked with what the method demands and what came with the call, and may refuse', async () => {
    const asked: [Access, unknown][] = [];
    const forbidden = { code: 'forbidden', kind: 'permission-denied', meaning: 'It may not.' } as const;
    const authorize = (access: Access, metadata: Metadata) => {
      asked.push([access, metadata.get('authorization')]);
      if (access === 'operate') throw new ForewarnError(forbidden, 'ask for a role that may');
      return anybody;
    };
    const handled = vi.fn();
    const service = testService({ access: { Say: 'operate', Watch: 'read' }, onSay: handled });
    const registry = new Registry();
    const { say, watch } = await startListener({ services: [service], authorize, registry });
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer x');
    const refused = await failure(say(service.name, 'hello', metadata));
    expect(refused).toMatchObject({ code: status.PERMISSION_DENIED, details: 'ask for a role that may' });
    expect(handled).not.toHaveBeenCalled();
    expect(await registry.metrics()).toContain('{method="Say",status="PERMISSION_DENIED"} 1');
    const stream = watch(service.name);
    await once(stream, 'data');
    stream.on('error', () => {}).cancel();
    expect(asked).toEqual([
      ['operate', ['Bearer x']],
      ['read', []],
    ]);
  });

  it('lets all do all unless told otherwise', async () => {
    const service = testService({ access: { Say: 'admin', Watch: 'write' } });
    const { say } = await startListener({ services: [service] });
    expect(await say(service.name, 'hello')).toBe('hello');
  });
});

describe('health', () => {
  const down = new ForewarnError('store-unavailable', 'down');

  it('follows the check of each service by its name, and of the whole all of them', async () => {
    let problem: ForewarnError | undefined = down;
    const check = async () => {
      if (problem) throw problem;
    };
    const services = [testService({ name: 'test.v1.Well' }), testService({ name: 'test.v1.Ill', check })];
    const { port } = await startListener({ services });
    const health = healthOf(port);
    await vi.waitFor(async () => expect(await health('test.v1.Ill')).toBe('NOT_SERVING'));
    expect(await health('')).toBe('NOT_SERVING');
    expect(await health('test.v1.Well')).toBe('SERVING');
    problem = undefined;
    await vi.waitFor(async () => expect(await health('')).toBe('SERVING'));
    expect(await health('test.v1.Ill')).toBe('SERVING');
  });

  it('follows a check of the whole, where there is one', async () => {
    const services = [testService({})];
    const { port } = await startListener({ services, check: () => Promise.reject(down) });
    const health = healthOf(port);
    await vi.waitFor(async () => expect(await health('')).toBe('NOT_SERVING'));
    expect(await health('test.v1.Test')).toBe('SERVING');
  });
});

describe('a listener', () => {
  const { signal } = new AbortController();

  it('is ready from when it listens until it stops', async () => {
    const { listener } = await startListener({ services: [testService({})] });
    await listener.check(signal);
    await listener.stop();
    await expect(listener.check(signal)).rejects.toMatchObject({ code: 'grpc-unavailable', retryable: true });
  });

  it('tells open streams that it stops, and each ends with an error of its own at once', async () => {
    const ending = new ForewarnError(
      { code: 'ending', kind: 'unavailable', meaning: 'It ends.' },
      'watch again in a moment',
    );
    const service = testService({ onWatch: endless(ending) });
    const { listener, watch } = await startListener({ services: [service], drainDeadlineMs: 3_600_000 });
    const stream = watch(service.name);
    await once(stream, 'data');
    const failed = once(stream, 'error');
    stream.resume();
    await listener.stop();
    expect(await failed).toMatchObject([{ code: status.UNAVAILABLE, details: ending.message }]);
  });

  it('ends what goes on beyond the deadline', async () => {
    let begin: () => void = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const onSay = () => {
      begin();
      return new Promise<string>(() => {});
    };
    const service = testService({ onSay });
    const { listener, say } = await startListener({ services: [service], drainDeadlineMs: 20 });
    const failed = failure(say(service.name, 'hello'));
    await begun;
    await listener.stop();
    expect((await failed).code).not.toBe(status.OK);
  });

  it('refuses requests beyond its limit', async () => {
    const service = testService({});
    const { say } = await startListener({ services: [service], maxRequestBytes: 100 });
    expect(await say(service.name, 'x'.repeat(50))).toHaveLength(50);
    expect(await failure(say(service.name, 'x'.repeat(200)))).toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
  });
});
