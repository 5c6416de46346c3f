import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Edit, edits } from './edits.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const overlay = fileURLToPath(new URL('notes/', import.meta.url));

/** In the order of their imports: what the app changes, itself, and who has it in its list. */
const rebuilt = ['packages/contracts', 'packages/store', 'apps/notes', 'apps/storage', 'apps/forewarn'];

/** A copy of this checkout, built, with the app of `notes/` in it. */
export interface CheckoutWithApp {
  readonly folder: string;
  /** Existing files that were changed. */
  readonly touched: readonly string[];
  remove(): Promise<void>;
}

/** Copies what is built, lays the app's own files over it, makes the edits, and builds what changed. */
export async function checkoutWithApp(): Promise<CheckoutWithApp> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'forewarn-add-an-app-'));
  for (const part of ['packages', 'apps', 'proto', 'db', 'tsconfig.base.json', 'tsconfig.build.json']) {
    await cp(path.join(root, part), path.join(folder, part), {
      recursive: true,
      filter: (source) => path.basename(source) !== 'node_modules',
    });
  }
  await cp(overlay, folder, { recursive: true, errorOnExist: true, force: false });
  for (const edit of edits) await apply(folder, edit);
  await linkModules(folder);
  for (const workspace of rebuilt) {
    await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: path.join(folder, workspace) });
  }
  return {
    folder,
    touched: [...new Set(edits.map(({ file }) => file))],
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function apply(folder: string, { file, find, replacement }: Edit): Promise<void> {
  const target = path.join(folder, file);
  const text = await readFile(target, 'utf8');
  if (text.split(find).length !== 2)
    throw new Error(`${file} no longer has, once: ${find}\nThe recipe needs mending.`);
  await writeFile(
    target,
    text.replace(find, () => replacement),
  );
}

/** Everything installed as it is, the workspaces those of the copy. */
async function linkModules(folder: string): Promise<void> {
  const installed = path.join(root, 'node_modules');
  const modules = path.join(folder, 'node_modules');
  await mkdir(path.join(modules, '@forewarn'), { recursive: true });
  for (const entry of await readdir(installed)) {
    if (entry !== '@forewarn') await symlink(path.join(installed, entry), path.join(modules, entry));
  }
  for (const kind of ['packages', 'apps']) {
    for (const name of await readdir(path.join(folder, kind)))
      await symlink(path.join(folder, kind, name), path.join(modules, '@forewarn', name));
  }
}
