import { encodeSeriesAnalyzed, retrievalClient } from '@forewarn/contracts';
import type { EventLog, NewRecord } from '@forewarn/core';
import { createKafkaEventLog } from '@forewarn/event-log';
import { EventLogInbox, servers } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/eventually.js';
import { newRun } from './support/new-run.js';
import { getJson, sendJson } from './support/rest-api.js';
import {
  catalogue,
  type ServiceName,
  servedPorts,
  serviceNames,
  servicesThatNeed,
  servicesThatRead,
  stackServices,
} from './support/service-catalogue.js';
import { serviceExit } from './support/service-exit.js';
import { type ServiceSet, startServices } from './support/service-set.js';
import { syntheticAnalyses } from './support/synthetic-analyses.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const addresses = servers();

describe.skipIf(addresses === null)('services that get what they cannot use', () => {
  const { run, topic, env: kafka } = newRun(addresses?.kafkaBrokers ?? '', 1);
  const prometheus = { PROMETHEUS_URL: addresses?.prometheusUrl ?? '' };
  /** Without etl, whose results would come between those of the test. */
  const started = stackServices.filter((name) => name !== 'etl');
  let services: ServiceSet;
  let eventLog: EventLog;
  let database: TestDatabase;
  let grpcAddress: string;
  let restUrl: string;

  beforeAll(async () => {
    database = await createTestDatabase(addresses!.mysql, `bad_input_${run}`);
    eventLog = createKafkaEventLog({ brokers: [addresses!.kafkaBrokers], clientId: 'test' });
    await eventLog.ensureTopics([{ name: topic, partitions: 1 }]);
    const env = { ...kafka, ...prometheus, ...database.env, STORAGE_RETENTION: '5200w' };
    services = await startServices(started, env);
    grpcAddress = services.address('retrieval', 'grpc');
    restUrl = `http://${services.address('sla-manager', 'http')}`;
    await services.ready();
  });

  afterAll(async () => {
    const codes = await services?.stop();
    await eventLog?.close();
    await database?.drop();
    expect(codes, 'every service lived until it was told to stop').toEqual(
      Object.fromEntries(started.map((name) => [name, 0])),
    );
  });

  it('put Kafka messages that cannot be stored aside, with the reason and the origin, and store the others', async () => {
    const analyses = syntheticAnalyses(3, 1);
    const [first, second, third] = analyses.map((analysis) => encodeSeriesAnalyzed(analysis));
    const noEvent: NewRecord = {
      ...second!,
      value: Buffer.from('certainly no protobuf'),
      headers: { ...second!.headers, mine: 'kept' },
    };
    const document = JSON.parse(Buffer.from(encodeSeriesAnalyzed(analyses[0]!, 'json').value).toString());
    const contradiction: NewRecord = {
      ...encodeSeriesAnalyzed(analyses[0]!, 'json'),
      value: Buffer.from(JSON.stringify({ ...document, window: { ...document.window, sampleCount: 9_999 } })),
    };
    const bare: NewRecord = { key: null, value: Buffer.from(''), headers: {} };
    await eventLog.append(topic, [first!, noEvent, second!, contradiction, bare, third!]);

    await eventually('all that can be stored is stored', async () => {
      const rows = await database.query<{ next_offset: string }>('SELECT next_offset FROM consumer_offset');
      return Number(rows[0]?.next_offset) === 6 || undefined;
    });
    expect(await database.query('SELECT series_id FROM execution_time')).toHaveLength(3);

    const letters = new EventLogInbox();
    await eventLog.consume({
      topic: `${topic}.dead-letter`,
      group: `letters-${run}`,
      handle: letters.handle,
    });
    await letters.until(({ records }) => records.length >= 3);
    expect(letters.records.map(({ key, headers }) => ({ key, headers }))).toEqual(
      [
        { record: noEvent, code: 'undecodable-event', offset: '1' },
        { record: contradiction, code: 'invalid-event', offset: '3' },
        { record: bare, code: 'undecodable-event', offset: '4' },
      ].map(({ record, code, offset }) => ({
        key: record.key,
        headers: {
          ...record.headers,
          'dead-letter-code': code,
          'dead-letter-reason': expect.stringMatching(/\w+ \w+/),
          'origin-topic': topic,
          'origin-partition': '0',
          'origin-offset': offset,
          'origin-timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        },
      })),
    );
    expect(letters.records.map(({ value }) => Buffer.from(value).toString())).toEqual(
      [noEvent, contradiction, bare].map(({ value }) => Buffer.from(value).toString()),
    );
    expect(letters.records[1]!.headers['dead-letter-reason']).toMatch(/9999 samples.+240 grid points/);
    expect((await fetch(`${services.process('storage').operationsUrl}/readyz`)).status).toBe(200);
  });

  it('answer wrong gRPC requests with what is wrong in them, and the next right one with results', async () => {
    const client = retrievalClient(grpcAddress);
    const ask = async (selector: object): Promise<{ code?: number; details?: string; count: number }> => {
      let count = 0;
      try {
        for await (const { series } of client.listSeries({ selector })) count += series.length;
        return { count };
      } catch (error) {
        const { code, details } = error as { code: number; details: string };
        return { code, details, count };
      }
    };
    const matcher = (changed: object) => ({
      matchers: [{ name: 'job', operator: 'OPERATOR_MATCHES', value: '.*', ...changed }],
    });
    const wrong: [selector: object, said: RegExp][] = [
      [matcher({ value: '(' }), /"\(" for label job is not a regular expression/],
      [matcher({ operator: 'OPERATOR_UNSPECIFIED' }), /selector\.matchers\[0\]\.operator/],
      [matcher({ name: '' }), /selector\.matchers\[0\]\.name/],
      [{ metric: '' }, /selector\.metric is empty/],
      [{ startTime: { seconds: 2 }, endTime: { seconds: 1 } }, /start_time is after end_time/],
      [{ endTime: { seconds: 1, nanos: -1 } }, /selector\.end_time/],
    ];
    try {
      for (const [selector, said] of wrong)
        expect(await ask(selector)).toEqual({ code: 3, details: expect.stringMatching(said), count: 0 });
      // Beyond what a selector may be long.
      expect(await ask({ metric: 'x'.repeat(100_000) })).toMatchObject({ code: 8 });
      expect((await ask({})).count).toBeGreaterThan(0);
    } finally {
      client.close();
    }
  });

  it('answer wrong REST bodies with every mistake in them, and store nothing', async () => {
    const objective = { name: 'o', indicator: 'up', min: 1 };
    const create = (body: unknown) => sendJson('POST', `${restUrl}/api/v1/slas`, body);
    const wrong: [body: unknown, status: number, said: RegExp[]][] = [
      ['{"name":', 400, [/not JSON/]],
      ['[]', 400, [/expected object/i]],
      [{}, 400, [/name: /, /objectives: /]],
      [
        { name: 'Not Allowed', objectives: [] },
        400,
        [/name: must be lower-case/, /objectives: must hold at least one/],
      ],
      [
        {
          name: 'x',
          objectives: [
            { ...objective, indicator: 'up{', target: 99 },
            { ...objective, min: 2, max: 1, window: '12 parsecs' },
            { name: 'unbounded', indicator: 'up', tarjet: 1 },
          ],
        },
        400,
        [
          /objectives\.0\.indicator: "up\{" is not a series selector/,
          /objectives\.0\.target: must be at most 1 \(a share, not percent\)/,
          /objectives\.1\.min: must be at most max/,
          /objectives\.1\.window: /,
          /objectives\.1\.name: must be unique/,
          /objectives\.2\.min: min or max \(or both\) must be given/,
          /objectives\.2\.tarjet: is not a known field/,
        ],
      ],
      [{ name: 'x', description: 'y'.repeat(2_000_000), objectives: [objective] }, 413, [/larger than/]],
    ];
    for (const [body, status, said] of wrong) {
      const response = await create(body);
      const problem = await response.text();
      expect(response.status, problem).toBe(status);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      for (const pattern of said) expect(problem.replaceAll('\\"', '"')).toMatch(pattern);
    }
    const text = await fetch(`${restUrl}/api/v1/slas`, { method: 'POST', body: 'name=x' });
    expect(text.status).toBe(415);
    expect((await fetch(`${restUrl}/api/v1/slas/no-such/status`)).status).toBe(404);
    expect((await fetch(`${restUrl}/api/v1/nothing`)).status).toBe(404);
    expect((await fetch(`${restUrl}/api/v1/slas`, { method: 'PATCH' })).status).toBe(405);
    expect(await getJson(`${restUrl}/api/v1/slas`)).toEqual({ slas: [] });
    expect((await create({ name: 'right', objectives: [objective] })).status).toBe(201);
    const queries = [
      'violations?window=never',
      'violations?start=x',
      'predictions?horizon=-1m',
      'predictions?horizen=1m',
    ];
    for (const query of queries) {
      const response = await fetch(`${restUrl}/api/v1/slas/right/${query}`);
      expect(response.status, query).toBe(400);
      expect(await response.text()).toMatch(new RegExp(query.split(/[?=]/)[1]!));
    }
    expect((await fetch(`${services.process('sla-manager').operationsUrl}/readyz`)).status).toBe(200);
  });

  it.each(servicesThatNeed('mysql'))(
    'end with one clear line: %s, whose MySQL password is wrong',
    async (name) => {
      const env = {
        ...kafka,
        ...prometheus,
        ...database.env,
        MYSQL_PASSWORD: 'wrong-secret',
        ...Object.fromEntries(
          Object.values(servedPorts(catalogue[name])).map(({ setting }) => [setting, '0']),
        ),
      };
      const { code, stderr } = await serviceExit(name, env);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^forewarn: .+\n$/);
      expect(stderr).toMatch(/password/);
      expect(stderr).toMatch(/forewarn/);
      expect(stderr).not.toMatch(/wrong-secret/);
    },
  );

  const wrongSettings: Record<ServiceName, [env: Record<string, string>, mistakes: string[]]> = {
    etl: [
      {
        KAFKA_BROKERS: 'no-port',
        KAFKA_PARTITIONS: '0',
        PROMETHEUS_URL: 'localhost:9090',
        ETL_INTERVAL: 'often',
        ETL_SELECTORS: 'up{',
        EVENT_FORMAT: 'xml',
        ANALYSIS_PROFILE: 'fast',
      },
      [
        'KAFKA_BROKERS',
        'KAFKA_PARTITIONS',
        'PROMETHEUS_URL',
        'ETL_SELECTORS',
        'ETL_INTERVAL',
        'EVENT_FORMAT',
        'ANALYSIS_PROFILE',
      ],
    ],
    storage: [
      { MYSQL_PORT: 'x', STORAGE_RETENTION: '-1d', LOG_LEVEL: 'loud' },
      ['MYSQL_PORT', 'LOG_LEVEL', 'STORAGE_RETENTION'],
    ],
    retrieval: [
      { RETRIEVAL_PORT: '70000', KAFKA_TOPIC: 'no spaces', MYSQL_PASSWORD_FILE: '/no/such/file' },
      ['KAFKA_TOPIC', 'RETRIEVAL_PORT', 'MYSQL_PASSWORD'],
    ],
    'sla-manager': [
      { SLA_PORT: 'eighty', PROMETHEUS_URL: 'ftp://x', SLA_REQUESTS_PER_MINUTE: '0' },
      ['PROMETHEUS_URL', 'SLA_PORT', 'SLA_REQUESTS_PER_MINUTE'],
    ],
  };
  it.each(serviceNames)('report all wrong settings together: %s', async (name) => {
    const [env, mistakes] = wrongSettings[name];
    const { code, stderr } = await serviceExit(name, env);
    expect(code).toBe(1);
    const [head, ...lines] = stderr.trimEnd().split('\n');
    expect(head).toBe('forewarn: the settings cannot be used:');
    expect(lines.map((line) => /^ {2}- (\w+?)(?:_FILE)?\b/.exec(line)?.[1]).sort()).toEqual(
      [...mistakes].sort(),
    );
  });

  it.each(servicesThatRead('analysis'))(
    'names the profiles that there are in place of one that does not exist: %s',
    async (name) => {
      const { code, stderr } = await serviceExit(name, { ANALYSIS_PROFILE: 'fast' });
      expect(code).toBe(1);
      expect(stderr).toMatch(/ANALYSIS_PROFILE: unknown profile fast; known: default, reference\n/);
    },
  );

  it('reports settings that contradict each other', async () => {
    const { code, stderr } = await serviceExit('etl', {
      ETL_WINDOW: '100s',
      ETL_STEP: '15s',
      ETL_INTERVAL: '20s',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/ETL_WINDOW \(1m40s\) must be a multiple of ETL_STEP \(15s\)/);
    expect(stderr).toMatch(/ETL_INTERVAL \(20s\) must be a multiple of ETL_STEP \(15s\)/);
  });
});
