/** Tables that belong together, made by a sequence of migrations of their own: one for each domain. */
export interface MigrationModule {
  /** At most 63 characters; never changed once released. */
  readonly name: string;
  /** Holds a folder `mysql/` and a folder `sqlite/` of files `NNNN_title.sql`, numbered from 0001. Ends with a slash. */
  readonly folder: URL;
  /** Modules whose tables are read or written along with these; they are migrated before and checked as well. */
  readonly requires?: readonly MigrationModule[];
  /**
   * What stands for the first migrations of this module, in order, among the versions that the table `schema_migration` records:
   * one sequence numbered all modules' migrations once.
   */
  readonly formerVersions?: readonly number[];
}

/** The modules with all that they require, each once, behind what it requires. */
export function withRequired(modules: readonly MigrationModule[]): readonly MigrationModule[] {
  const found = new Map<string, MigrationModule>();
  for (const module of modules) {
    for (const each of [...withRequired(module.requires ?? []), module]) {
      if (!found.has(each.name)) found.set(each.name, each);
    }
  }
  return [...found.values()];
}
