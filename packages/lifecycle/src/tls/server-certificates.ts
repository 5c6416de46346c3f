import { ForewarnError, type Logger, silentLogger } from '@forewarn/core';
import type { Certificates } from './check-certificates.js';
import { readCertificates } from './read-certificates.js';
import type { TlsFiles } from './tls-files.js';

/** The certificate of a process, as its files have it at the time. */
export interface ServerCertificates {
  /** What is served. */
  readonly current: Certificates;
  /** @param listener  told of each certificate that takes the place of another @returns ends it */
  onChange(listener: (certificates: Certificates) => void): () => void;
  /** Looks at the files now, not at the next turn. */
  reload(): Promise<void>;
  /** Looks no more. */
  close(): Promise<void>;
}

/** How certificates are looked after. */
export interface ServerCertificatesOptions {
  /** Told what is served, and why what the files hold is not. Default: nobody. */
  readonly logger?: Logger;
  /** How often the files are read. Default 10 s. */
  readonly pollMs?: number;
  readonly nowMs?: () => number;
}

/**
 * Opens the certificate of a process, and follows its files: they are read again and again, since what tells of changes does not tell of
 * symbolic links that are swapped, nor across a network. A key and a certificate that do not fit, as between the writing of the one and the other, leave
 * the old ones in place until they do.
 *
 * @throws {ForewarnError} `config-invalid`, one line per mistake
 */
export async function openServerCertificates(
  files: TlsFiles,
  { logger = silentLogger, pollMs = 10_000, nowMs = Date.now }: ServerCertificatesOptions = {},
): Promise<ServerCertificates> {
  const first = await readCertificates(files);
  if ('mistakes' in first.found) throw configInvalid(first.found.mistakes);
  let current = first.found;
  let { fingerprint } = first;
  const listeners = new Set<(certificates: Certificates) => void>();
  const warnOfTime = timeWarnings(files, logger, nowMs);
  warnOfTime(current);

  const reload = async () => {
    const next = await readCertificates(files);
    if (next.fingerprint !== fingerprint) {
      fingerprint = next.fingerprint;
      if ('mistakes' in next.found) return warnOfMistakes(next.found.mistakes, logger);
      current = next.found;
      const expires = new Date(current.expiresMs).toISOString();
      logger.info({ file: files.certFile, expires }, 'another certificate is served from now on');
      for (const listener of listeners) listener(current);
    }
    warnOfTime(current);
  };
  const stop = repeatedly(reload, pollMs);
  return {
    get current() {
      return current;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    reload,
    async close() {
      stop();
    },
  };
}

/** One call at a time. @returns what ends it */
function repeatedly(call: () => Promise<void>, everyMs: number): () => void {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const next = () => {
    if (!isOver) timer = setTimeout(() => void call().then(next), everyMs).unref();
  };
  next();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

function warnOfMistakes(mistakes: readonly string[], logger: Logger): void {
  for (const mistake of mistakes)
    logger.warn({ mistake }, `${mistake}; the certificate of before is served until this is mended`);
}

/** Warns once of a certificate that clients refuse for its time: a wrong clock may be what is wrong, so it is served. */
function timeWarnings(
  { certFile }: TlsFiles,
  logger: Logger,
  nowMs: () => number,
): (certificates: Certificates) => void {
  let told: Certificates | undefined;
  return (certificates) => {
    if (told === certificates) return;
    const now = nowMs();
    const { expiresMs, validFromMs } = certificates;
    if (validFromMs <= now && now < expiresMs) return;
    told = certificates;
    const [word, ms] = now < expiresMs ? ['is not valid before', validFromMs] : ['has expired on', expiresMs];
    const time = new Date(ms).toISOString();
    logger.warn(
      { file: certFile, time },
      `TLS_CERT_FILE: the certificate in ${certFile}, or one of its chain, ${word} ${time}: clients refuse it; replace the file, which is taken up at once`,
    );
  };
}

const configInvalid = (mistakes: readonly string[]): ForewarnError =>
  new ForewarnError(
    'config-invalid',
    `the settings cannot be used:\n${mistakes.map((line) => `  - ${line}`).join('\n')}`,
    { details: { mistakes } },
  );
