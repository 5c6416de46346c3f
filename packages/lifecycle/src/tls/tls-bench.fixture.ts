import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, type AgentOptions, request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { createTestCertificates, type TestCertificate, type TestCertificates } from '@forewarn/testkit';
import { onTestFinished } from 'vitest';
import type { TlsFiles } from './tls-files.js';

/** A directory of this run of tests. */
export interface Directory {
  readonly path: string;
  remove(): void;
}

/** Makes one. */
export function temporaryDirectory(): Directory {
  const directory = mkdtempSync(path.join(tmpdir(), 'forewarn-tls-'));
  return { path: directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Certificates for the tests of a file, and what removes them. */
export async function certificatesOfTests(): Promise<{ made: TestCertificates; remove(): void }> {
  const directory = temporaryDirectory();
  return { made: await createTestCertificates(directory.path), remove: directory.remove };
}

/** Where a test finds them. */
export type ServedFiles = { readonly [file in keyof Required<TlsFiles>]: string };

/** Files that a test may overwrite, with a certificate that works. */
export function servedFiles({ serverCert, serverKey, ca }: TestCertificates): ServedFiles {
  const directory = temporaryDirectory();
  onTestFinished(directory.remove);
  const files = {
    certFile: path.join(directory.path, 'tls.crt'),
    keyFile: path.join(directory.path, 'tls.key'),
    clientCaFile: path.join(directory.path, 'clients.crt'),
  };
  serve(files, { cert: serverCert, key: serverKey });
  copyFileSync(ca, files.clientCaFile);
  return files;
}

/** Puts a certificate and its key in place. */
export function serve({ certFile, keyFile }: TlsFiles, { cert, key }: TestCertificate): void {
  copyFileSync(cert, certFile);
  copyFileSync(key, keyFile);
}

/** The PEM of files, as clients take it. */
export const pem = (files: { ca?: string; cert?: string; key?: string }): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, file]) => [name, readFileSync(file, 'utf8')]));

/** An answer over https. */
export interface SecureAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A client over https that keeps its connections and sessions; it ends with the test. */
export function secureClient(port: number, options: AgentOptions) {
  const agent = new Agent({ keepAlive: true, ...options });
  onTestFinished(() => agent.destroy());
  return async (target: string, headers: Record<string, string> = {}): Promise<SecureAnswer> => {
    const sent = request({ host: '127.0.0.1', port, path: target, headers, agent }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode!, headers: response.headers, body: await text(response) };
  };
}
