/**
 * Where the migrations of a module are that lives in this repository: in its folder `db/` when the caller runs from
 * source, so that nothing stale is applied, and in the copy that the build put beside the caller's compiled files otherwise.
 *
 * @param caller  `import.meta.url` of a file in `src/` of a package, or of what is compiled from it in `dist/`
 * @param name    of the module
 */
export function migrationFolder(caller: string, name: string): URL {
  const isSource = caller.endsWith('.ts');
  const packageFolder = caller.slice(0, caller.lastIndexOf(isSource ? '/src/' : '/dist/'));
  return new URL(isSource ? `${packageFolder}/../../db/${name}/` : `${packageFolder}/dist/db/${name}/`);
}
