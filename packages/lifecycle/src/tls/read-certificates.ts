import { readFile } from 'node:fs/promises';
import { type CheckedCertificates, checkCertificates } from './check-certificates.js';
import { type TlsFiles, tlsFileSettings } from './tls-files.js';

/** What was found in the files. */
export interface ReadCertificates {
  /** Tells whether anything differs from another time. */
  readonly fingerprint: string;
  readonly found: CheckedCertificates;
}

/** Reads the files and sees whether they can be used. All that is wrong is a value, since a server that runs goes on with what it had. */
export async function readCertificates(files: TlsFiles): Promise<ReadCertificates> {
  const [certFile, keyFile, clientCaFile] = await Promise.all(
    (['certFile', 'keyFile', 'clientCaFile'] as const).map((name) => readText(name, files)),
  );
  const all = [certFile!, keyFile!, clientCaFile!];
  const mistakes = all.flatMap(({ mistake }) => mistake ?? []);
  const found =
    mistakes.length > 0
      ? { mistakes }
      : checkCertificates(
          {
            certFile: certFile!.text!,
            keyFile: keyFile!.text!,
            ...(clientCaFile!.text !== undefined && { clientCaFile: clientCaFile!.text }),
          },
          files,
        );
  return { fingerprint: JSON.stringify(all), found };
}

async function readText(name: keyof TlsFiles, files: TlsFiles): Promise<{ text?: string; mistake?: string }> {
  const file = files[name];
  if (file === undefined) return {};
  try {
    return { text: await readFile(file, 'utf8') };
  } catch (thrown) {
    const why = thrown instanceof Error && 'code' in thrown ? thrown.code : 'unknown error';
    return { mistake: `${tlsFileSettings[name]}: ${file} cannot be read (${why})` };
  }
}
