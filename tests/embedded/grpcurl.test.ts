import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { goTool } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { embeddedForewarn } from '../support/embedded-forewarn.js';
import { grpcurlTool } from '../support/go-tools.js';

const grpcurl = await goTool(grpcurlTool);
const service = 'dataretrieval.v1.RetrievalService';

// A strict reader of what reflection says: it refuses types without full names, files without what they need, and the like.
describe.skipIf(grpcurl === undefined)(
  'grpcurl, which knows of the server only what reflection tells',
  () => {
    const place = embeddedForewarn();

    const run = async (...args: string[]): Promise<string> =>
      (await promisify(execFile)(grpcurl!, ['-plaintext', ...args])).stdout;

    it('lists what is served', async () => {
      expect((await run(place().grpcAddress, 'list')).trim().split('\n')).toEqual([
        service,
        'grpc.health.v1.Health',
      ]);
    });

    it('describes every message of every method with the names that stand in proto/', async () => {
      const methods = (await run(place().grpcAddress, 'list', service)).trim().split('\n');
      expect(methods).toHaveLength(8);
      const described = await run(place().grpcAddress, 'describe', 'dataretrieval.v1.Selector');
      expect(described).toContain('optional .google.protobuf.Timestamp start_time = 4;');
      expect(await run(place().grpcAddress, 'describe', 'forewarn.events.v1.SeriesAnalyzed')).toContain(
        'message',
      );
      expect(await run(place().grpcAddress, 'describe', 'forewarn.v1.Series')).toContain(
        'map<string, string> labels = 2;',
      );
    });

    it('calls as the README shows it', async () => {
      const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
      const [, request, method] = /grpcurl -plaintext -d '(.+)' \\\n.+:50051 (\S+)/.exec(readme)!;
      const { series, forecast } = JSON.parse(await run('-d', request!, place().grpcAddress, method!));
      expect(series.metric).toBe('node_filefd_allocated');
      expect(forecast.points).toHaveLength(10);
    });

    it('asks for health, of the whole and by name', async () => {
      for (const name of ['', service]) {
        const request = JSON.stringify({ service: name });
        expect(
          JSON.parse(await run('-d', request, place().grpcAddress, 'grpc.health.v1.Health/Check')),
        ).toEqual({
          status: 'SERVING',
        });
      }
    });
  },
);
