import { createAuthenticator, createGrpcAccess, createKeyVerifier } from '@forewarn/access';
import type { GrpcListenerOptions } from '@forewarn/grpc';
import { FakeAccessStore } from '@forewarn/testkit';
import { type ClientReadableStream, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { type RunningRetrieval, startRetrieval } from '../../apps/retrieval/src/running-retrieval.fixture.js';
import { type Attack, expectDefence } from './expect-defence.js';

/** As a process lets calls in by its keys, of which there is none. */
const authorize: GrpcListenerOptions['authorize'] = createGrpcAccess(
  createAuthenticator({ verifyKey: createKeyVerifier(new FakeAccessStore(), Date.now) }),
);

const guarded = (changed: Partial<GrpcListenerOptions> = {}) => startRetrieval({ authorize, ...changed });
const open = (changed: Partial<GrpcListenerOptions> = {}) => startRetrieval(changed);

/** How a call ends whose first message, if any, is all that is wanted. */
const endOf = (stream: ClientReadableStream<unknown>) =>
  new Promise<number>((resolve) => {
    stream.on('error', ({ code }: ServiceError) => resolve(code));
    stream.on('data', () => resolve(status.OK));
    stream.on('end', () => resolve(status.OK));
  }).finally(() => stream.cancel());

const lists = [
  'listForecasts',
  'listAggregates',
  'listAutocorrelation',
  'listDecomposition',
  'listHodrickPrescott',
] as const;

describe('somebody whom the server does not know', () => {
  it('is given no stored result', async () => {
    const attack: Attack<RunningRetrieval> = async ({ client }) => {
      const forged = new Metadata();
      forged.set('authorization', `Bearer fwk_abcdefgh_${'A'.repeat(43)}`);
      const won: string[] = [];
      for (const metadata of [new Metadata(), forged])
        for (const list of lists)
          if ((await endOf(client[list]({}, metadata))) !== status.UNAUTHENTICATED) won.push(list);
      return won;
    };
    const won = await expectDefence(attack, { guarded, open });
    expect(won).toHaveLength(2 * lists.length);
  });

  it('watches nothing', async () => {
    const attack: Attack<RunningRetrieval> = async ({ client }) => {
      const watch = client.watchAnalyses({});
      const refused = new Promise<number>((resolve) =>
        watch.on('error', ({ code }: ServiceError) => resolve(code)),
      );
      // A watch that is let in says at once that it has begun.
      const begun = new Promise<number>((resolve) => watch.on('metadata', () => resolve(status.OK)));
      const outcome = await Promise.race([refused, begun]);
      watch.cancel();
      return outcome === status.OK ? ['a watch'] : [];
    };
    await expectDefence(attack, { guarded, open });
  });
});

describe('somebody who holds streams open', () => {
  it('holds no more of them than the server has room for', async () => {
    const attack: Attack<RunningRetrieval> = async ({ connect }) => {
      const client = connect();
      const watches = Array.from({ length: 6 }, () => client.watchAnalyses({}));
      const outcomes = await Promise.all(
        watches.map(
          (watch) =>
            new Promise<number>((resolve) => {
              watch.on('error', ({ code }: ServiceError) => resolve(code));
              watch.on('metadata', () => resolve(status.OK));
            }),
        ),
      );
      for (const watch of watches) watch.cancel();
      return outcomes
        .filter((code) => code === status.OK)
        .slice(3)
        .map(String);
    };
    await expectDefence(attack, { guarded: () => open({ maxCalls: 3 }), open: () => open() });
  });
});
