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
  // Relative to the package: in an absolute text Node 20 leaves `..` as it is where a folder's name begins with a dot.
  return new URL(isSource ? `../../db/${name}/` : `dist/db/${name}/`, `${packageFolder}/`);
}
