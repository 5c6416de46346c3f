import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from './run-command.js';
import { requireProgram } from './server-programs.js';
import { ServerStartError } from './server-start-error.js';

/** Paths of a certificate and its key, both PEM. */
export interface TestCertificate {
  readonly cert: string;
  /** PKCS #8, without a passphrase. */
  readonly key: string;
}

/** What a certificate says. */
export interface CertificateRequest {
  /** Common name, and of the files; letters, digits, dots and hyphens. */
  readonly name: string;
  /** Names and addresses that it is good for, such as `DNS:localhost`; none by default. */
  readonly hosts?: readonly string[];
  /** Whether it was good for a day of the past only. */
  readonly isExpired?: boolean;
}

/** Signs certificates of tests. */
export interface CertificateAuthority {
  /** Path of its own certificate, PEM. */
  readonly cert: string;
  /**
   * Makes a key and a certificate; files of the same name are replaced.
   *
   * @throws {ServerStartError} when openssl refuses
   */
  issue(request: CertificateRequest): Promise<TestCertificate>;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const DAY_MS = 86_400_000;

/**
 * Makes a certificate authority with a key of its own: P-256, good for a month.
 *
 * @param directory  where all its files go; created when absent
 * @param name       its common name
 * @throws {ServerStartError} when openssl is absent or refuses
 */
export async function createCertificateAuthority(
  directory: string,
  name: string,
): Promise<CertificateAuthority> {
  const folder = resolve(directory);
  const openssl = await requireProgram('openssl');
  const run = (args: readonly string[]) => runOpenssl(openssl, args);
  const [config, cert, key] = ['openssl.cnf', 'ca.crt', 'ca.key'].map((file) => join(folder, file)) as [
    string,
    string,
    string,
  ];
  await mkdir(folder, { recursive: true });
  await writeFile(config, configurationIn(folder));
  await writeFile(join(folder, 'index.txt'), '');
  const own = ['-x509', '-extensions', 'authority', '-days', '30', '-subj', `/CN=${name}`];
  await run(['req', '-config', config, ...own, ...NEW_KEY, '-keyout', key, '-out', cert]);
  const issue = async (request: CertificateRequest) => {
    const files = { cert: join(folder, `${request.name}.crt`), key: join(folder, `${request.name}.key`) };
    const csr = join(folder, `${request.name}.csr`);
    const subject = ['-subj', `/CN=${request.name}`, ...alternativeNames(request)];
    await run(['req', '-config', config, '-new', ...subject, ...NEW_KEY, '-keyout', files.key, '-out', csr]);
    const signing = ['-config', config, '-batch', '-notext', ...validity(request)];
    await run(['ca', ...signing, '-cert', cert, '-keyfile', key, '-in', csr, '-out', files.cert]);
    return files;
  };
  return { cert, issue };
}

const alternativeNames = ({ hosts = [] }: CertificateRequest): string[] =>
  hosts.length === 0 ? [] : ['-addext', `subjectAltName=${hosts.join(',')}`];

/** Some hours back, for machines whose clocks differ; a day of last month when it is expired. */
function validity({ isExpired = false }: CertificateRequest): string[] {
  const startMs = Date.now() - (isExpired ? 30 * DAY_MS : DAY_MS / 4);
  const endMs = startMs + (isExpired ? DAY_MS : 30 * DAY_MS);
  return ['-startdate', asn1Time(startMs), '-enddate', asn1Time(endMs)];
}

/** `20260131235959Z`. */
const asn1Time = (ms: number): string => `${new Date(ms).toISOString().replace(/\D/g, '').slice(0, 14)}Z`;

/** What `openssl ca` keeps and what certificates hold: the names of hosts are taken over from the request. */
const configurationIn = (folder: string): string => `
[ca]
default_ca = tests
[tests]
database = ${join(folder, 'index.txt')}
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
x509_extensions = leaf
[any]
commonName = supplied
[req]
prompt = no
distinguished_name = nobody
[nobody]
commonName = unnamed
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyAgreement
extendedKeyUsage = serverAuth,clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

async function runOpenssl(openssl: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runCommand(openssl, args);
  if (code !== 0) throw new ServerStartError(`openssl ${args[0]} failed:\n${output}`);
}
