import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestCertificates, type TestCertificates } from '@forewarn/testkit';
import { ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { cannedAnalyses } from '../testing/canned-analyses.js';
import { cannedSlas } from '../testing/canned-slas.js';
import { runIn } from '../testing/run.js';
import { startRetrievalServer } from '../testing/start-retrieval-server.js';
import { startSlaServer } from '../testing/start-sla-server.js';
import { createTestIo } from '../testing/test-io.js';

const directory = mkdtempSync(path.join(tmpdir(), 'forewarn-console-tls-'));
let made: TestCertificates;
/** What a process would print beside what a command does. */
const warnings: Error[] = [];
const onWarning = (warning: Error) => void warnings.push(warning);

beforeAll(async () => {
  made = await createTestCertificates(directory);
  process.on('warning', onWarning);
});

afterAll(() => {
  process.off('warning', onWarning);
  rmSync(directory, { recursive: true });
});

/** A server's certificate, and whether it demands one of its clients. */
interface Identity {
  readonly cert: string;
  readonly key: string;
  readonly demands?: boolean;
}

const own = (): Identity => ({ cert: made.serverCert, key: made.serverKey });

/** Over each transport: a server, the words of a command that asks it, and where it is. */
const transports = {
  REST: async (identity?: Identity) => {
    const tls = identity && {
      cert: readFileSync(identity.cert),
      key: readFileSync(identity.key),
      ...(identity.demands && { ca: readFileSync(made.ca), requestCert: true }),
    };
    const server = await startSlaServer(cannedSlas, tls);
    onTestFinished(() => server.close());
    return {
      words: ['sla', 'list', '--url'],
      address: server.url.replace(/^https?:\/\//, ''),
      plain: 'http://',
    };
  },
  gRPC: async (identity?: Identity) => {
    const credentials =
      identity &&
      ServerCredentials.createSsl(
        identity.demands ? readFileSync(made.ca) : null,
        [{ private_key: readFileSync(identity.key), cert_chain: readFileSync(identity.cert) }],
        identity.demands,
      );
    const server = await startRetrievalServer(cannedAnalyses, undefined, credentials);
    onTestFinished(() => server.close());
    return { words: ['get', 'series', '--address'], address: server.address, plain: '' };
  },
};

async function ask(env: Record<string, string>, ...words: string[]) {
  const { stdout, stderr, exitCode } = await runIn(createTestIo({ env }), ...words);
  return { stdout: stdout.text, stderr: stderr.text, exitCode };
}

describe.each(Object.entries(transports))('a client of %s', (name, start) => {
  const setting = name === 'REST' ? '--url or SLA_URL' : '--address or RETRIEVAL_ADDRESS';
  const fine = { exitCode: 0, stderr: '', stdout: expect.stringMatching(/checkout|node_memory/) };

  it('trusts the authority that a flag or the environment names', async () => {
    const { words, address } = await start(own());
    const asked = [...words, `https://${address}`];
    expect(await ask({}, ...asked, '--ca-file', made.ca)).toMatchObject(fine);
    expect(await ask({ FOREWARN_CA_FILE: made.ca }, ...asked)).toMatchObject(fine);
    // A flag is stronger.
    expect(await ask({ FOREWARN_CA_FILE: made.otherCa }, ...asked, '--ca-file', made.ca)).toMatchObject(fine);
    expect(warnings).toEqual([]);
  });

  it('shows its certificate where the server demands one, and else is told to', async () => {
    const { words, address } = await start({ ...own(), demands: true });
    const trusting = { FOREWARN_CA_FILE: made.ca };
    const showing = { FOREWARN_CERT_FILE: made.clientCert, FOREWARN_CERT_KEY_FILE: made.clientKey };
    const asked = [...words, `https://${address}`];
    expect(await ask({ ...trusting, ...showing }, ...asked)).toMatchObject(fine);
    const { stderr, exitCode } = await ask(trusting, ...asked);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /demands a certificate of its clients: give one .* FOREWARN_CERT_FILE and FOREWARN_CERT_KEY_FILE\n$/,
    );
  });

  const refusals: Record<
    string,
    [() => Identity | undefined, (address: string, plain: string) => string, RegExp]
  > = {
    'a certificate of an authority that it does not know': [
      own,
      (address) => `https://${address}`,
      /cannot be asked: its certificate is of an authority that is not trusted: .* --ca-file or FOREWARN_CA_FILE\n$/,
    ],
    'a certificate for another name': [
      () => ({ cert: made.elsewhereCert, key: made.elsewhereKey }),
      (address) => `https://${address}`,
      new RegExp(`its certificate is for other names than this one: ask by one of those, with ${setting}`),
    ],
    'a certificate that has expired': [
      () => ({ cert: made.expiredCert, key: made.expiredKey }),
      (address) => `https://${address}`,
      /its certificate has expired: have it made anew\n$/,
    ],
    'a server without TLS, asked over it': [
      () => undefined,
      (address) => `https://${address}`,
      /does not speak TLS: if that is right, ask without it, as (http:\/\/)?127\.0\.0\.1:\d+ with/,
    ],
    'a server with TLS, asked in plain text': [
      own,
      (address, plain) => `${plain}${address}`,
      new RegExp(`if it speaks TLS, ask it as https://127\\.0\\.0\\.1:\\d+ with ${setting}\\n$`),
    ],
  };

  it.each(Object.entries(refusals))('says what to set at %s', async (at, [identity, addressed, sentence]) => {
    const { words, address, plain } = await start(identity());
    const env = at.includes('does not know') ? {} : { FOREWARN_CA_FILE: made.ca };
    const { stderr, exitCode } = await ask(env, ...words, addressed(address, plain));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('what a client is given', () => {
  const asked = ['sla', 'list'];

  it.each([
    [
      'a file that is not there',
      { FOREWARN_CA_FILE: '/nowhere/ca.crt' },
      /FOREWARN_CA_FILE: \/nowhere\/ca\.crt cannot be read \(ENOENT\)/,
    ],
    [
      'a certificate without its key',
      { FOREWARN_CERT_FILE: 'clientCert' },
      /FOREWARN_CERT is set, and FOREWARN_CERT_KEY is not/,
    ],
    [
      'a key without its certificate',
      { FOREWARN_CERT_KEY_FILE: 'clientKey' },
      /FOREWARN_CERT_KEY is set, and FOREWARN_CERT is not/,
    ],
    [
      'a key where a certificate belongs',
      { FOREWARN_CA_FILE: 'clientKey' },
      /FOREWARN_CA: must be certificates in PEM/,
    ],
    [
      'the key of another',
      { FOREWARN_CERT_FILE: 'clientCert', FOREWARN_CERT_KEY_FILE: 'serverKey' },
      /FOREWARN_CERT and FOREWARN_CERT_KEY cannot be used together/,
    ],
  ])('is refused before it asks: %s', async (_, names, sentence) => {
    const env = Object.fromEntries(
      Object.entries(names).map(([name, file]) => [
        name,
        String(made[file as keyof TestCertificates] ?? file),
      ]),
    );
    const { stderr, exitCode } = await ask(env, ...asked);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('-----BEGIN');
  });
});
