import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A secret setting of a test, whose value has a marker where the secret is. */
export interface PlantedSecret {
  /** Of the setting. */
  readonly name: string;
  readonly marker: string;
  readonly value: string;
}

/**
 * Plants a secret.
 *
 * @param name     of the setting
 * @param around  the setting's value, with the marker where the secret is. Default: all of it
 */
export function planted(
  name: string,
  around: (marker: string) => string = (marker) => marker,
): PlantedSecret {
  const marker = `s3cret-of-${name.toLowerCase()}-h1dden`;
  return { name, marker, value: around(marker) };
}

/** Settings as a process gets them; those that are paths name files, in a directory that is to be removed. */
export async function plantedEnvironment(secrets: readonly PlantedSecret[]) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'forewarn-planted-'));
  const entries = secrets.map(async ({ name, value }) => {
    if (!name.endsWith('_FILE')) return [name, value];
    const file = path.join(directory, name);
    await writeFile(file, `${value}\n`);
    return [name, file];
  });
  const env: Record<string, string> = Object.fromEntries(await Promise.all(entries));
  return { env, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** A place where a secret may come out, and the text there. */
export type Surfaces = Readonly<Record<string, string>>;

/**
 * Where secrets have come out: as they are, as a URL has them, and as basic authentication has them for the user `me`.
 *
 * @returns `SETTING in SURFACE` for each
 */
export const leaks = (secrets: readonly PlantedSecret[], surfaces: Surfaces): string[] =>
  secrets.flatMap(({ name, marker }) => {
    const basic = Buffer.from(`me:${marker}`).toString('base64').replace(/=+$/, '');
    const forms = [marker, encodeURIComponent(marker), basic, Buffer.from(marker).toString('base64url')];
    return Object.entries(surfaces).flatMap(([surface, text]) =>
      forms.some((form) => text.includes(form)) ? `${name} in ${surface}` : [],
    );
  });

/** Everything that is kept below a directory. */
export async function filesBelow(directory: string): Promise<Surfaces> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const texts = files.map(async (file) => [path.relative(directory, file), await readFile(file, 'latin1')]);
  return Object.fromEntries(await Promise.all(texts));
}

/** What a server was sent in the headers of a request, basic authentication in clear. */
export function clearHeaders(headers: NodeJS.Dict<string | string[]>): string {
  const text = JSON.stringify(headers);
  return text.replaceAll(/Basic ([A-Za-z0-9+/=]+)/g, (_, basic: string) =>
    Buffer.from(basic, 'base64').toString(),
  );
}
