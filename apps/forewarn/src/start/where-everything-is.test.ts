import { parseSelector } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { sampleSlas } from './sample-slas.js';
import { type StartSummary, whereEverythingIs } from './where-everything-is.js';

const summary = (changed: Partial<StartSummary> = {}): StartSummary => ({
  addresses: { host: '127.0.0.1', port: 8080, grpcPort: 50051, operationsPort: 9200 },
  listening: {},
  isGuarded: false,
  directory: { root: '/data/recording' },
  metrics: { selectors: [parseSelector('node_load1')], sampleSlas },
  round: { stored: 7, expected: 7, passedOver: [] },
  tookMs: 2_345,
  ...changed,
});

describe('what a start says at last', () => {
  it('needs no flags in its commands at the usual ports', () => {
    const text = whereEverythingIs(summary());
    expect(text).toContain('Forewarn runs: 7 series analysed, 2.3 s after the start');
    expect(text).toContain('curl http://127.0.0.1:8080/api/v1/slas/memory-free/predictions\n');
    expect(text).toMatch(/npx forewarn get forecasts --metric node_load1\n/);
    expect(text).toMatch(/npx forewarn sla status\n +npx forewarn console\n/);
  });

  it('gives the addresses along with its commands at other ports', () => {
    const addresses = { host: '127.0.0.1', port: 81, grpcPort: 82, operationsPort: 83 };
    const text = whereEverythingIs(summary({ addresses }));
    expect(text).toContain('npx forewarn sla status --url http://127.0.0.1:81\n');
    expect(text).toContain('npx forewarn console --address 127.0.0.1:82 --url http://127.0.0.1:81\n');
  });

  it('says https, and how metrics are unlocked, where that is how it listens', () => {
    const text = whereEverythingIs(
      summary({ listening: { TLS_CERT_FILE: '/tls.crt', OPERATIONS_TOKEN: 'not-to-be-shown' } }),
    );
    expect(text).toContain('page      https://127.0.0.1:8080/\n');
    expect(text).toContain('npx forewarn sla status --url https://127.0.0.1:8080\n');
    expect(text).toContain('get forecasts --metric node_load1 --address https://127.0.0.1:50051\n');
    expect(text).toContain(
      'curl -H "Authorization: Bearer $OPERATIONS_TOKEN" https://127.0.0.1:9200/metrics\n',
    );
    expect(text).not.toMatch(/http:|not-to-be-shown/);
  });

  it('says how to show a key where callers must be known', () => {
    const text = whereEverythingIs(summary({ isGuarded: true }));
    expect(text).toMatch(/key {7}export FOREWARN_KEY=\$\(cat FILE\)/);
    expect(text).toContain('curl -H "Authorization: Bearer $FOREWARN_KEY" http://127.0.0.1:8080/api');
    expect(whereEverythingIs(summary())).not.toContain('FOREWARN_KEY');
  });

  it.each([
    ['0.0.0.0', 'http://127.0.0.1:8080/'],
    ['::', 'http://[::1]:8080/'],
    ['fe80::1', 'http://[fe80::1]:8080/'],
    ['10.0.0.7', 'http://10.0.0.7:8080/'],
  ])('names an address that can be opened when it listens on %s', (host, page) => {
    const addresses = { host, port: 8080, grpcPort: 50051, operationsPort: 9200 };
    expect(whereEverythingIs(summary({ addresses }))).toContain(`page      ${page}\n`);
  });

  it('says what to do where no series match', () => {
    const text = whereEverythingIs(summary({ round: { stored: 0, expected: 0, passedOver: [] } }));
    expect(text).toContain(`no series match: choose some with --select 'metric{label="value"}'`);
  });

  it('admits that not all series are analysed yet', () => {
    const text = whereEverythingIs(
      summary({ round: { stored: 3, expected: 900, passedOver: [] }, tookMs: 60_000 }),
    );
    expect(text).toContain('3 of 900 series are analysed after 60.0 s, the others follow');
  });

  const failing = (name: string) => ({ name, detail: `no answer for\u001b[2J ${name}` });

  it('names what was passed over, why, and who knows when it is tried again', () => {
    const round = { stored: 12, expected: 13, passedOver: [failing('corrupt')] };
    expect(whereEverythingIs(summary({ round }))).toContain(
      [
        'Forewarn runs: 12 of 13 series analysed, 2.3 s after the start',
        '',
        '  passed over: corrupt: no answer for\\x1b[2J corrupt',
        "  curl 'http://127.0.0.1:8080/api/v1/series?problem=any' says when each is tried again",
        '',
        '  page ',
      ].join('\n'),
    );
  });

  it('names the first of many that were passed over, while others follow', () => {
    const passedOver = Array.from({ length: 40 }, (_, at) => failing(`series_${at}`));
    const text = whereEverythingIs(summary({ round: { stored: 3, expected: 900, passedOver } }));
    expect(text).toContain('3 of 900 series are analysed after 2.3 s, the others follow');
    expect(text.match(/passed over: series_\d+: /g)).toHaveLength(5);
    expect(text).toContain('  passed over: 35 more\n');
  });

  it('names no SLA where there is none', () => {
    const metrics = { selectors: [parseSelector('up')], sampleSlas: [] };
    const text = whereEverythingIs(summary({ metrics }));
    expect(text).toContain('curl http://127.0.0.1:8080/api/v1/series\n');
    expect(text).not.toMatch(/slas\//);
  });
});
