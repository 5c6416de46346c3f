import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../deployed-monitoring.js';
import type { Catalogue, Deployable } from '../service-catalogue.js';

/** How one place that names services is held against the catalogue. */
export interface CatalogueCheck {
  /** What must agree, as the end of a sentence that begins with the file. */
  readonly what: string;
  readonly file: string;
  /** What stands there. Pure, so that a wrong text can be shown to it. */
  readonly found: (text: string) => unknown;
  /** What should stand there. */
  readonly expected: (catalogue: Catalogue) => unknown;
  /** Mistakes that must be found, by sentence: what stands in the file, and what someone writes in its place. */
  readonly mistakes: Readonly<Record<string, readonly [from: string, to: string]>>;
}

/** The text of a file below the root of the repository. */
export const readText = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');

/** Facts about some deployables, by name. */
export const byName = <Fact>(
  catalogue: Catalogue,
  isWanted: (deployable: Deployable) => boolean,
  fact: (deployable: Deployable, name: string) => Fact,
): Record<string, Fact> =>
  Object.fromEntries(
    Object.entries(catalogue).flatMap(([name, deployable]) =>
      isWanted(deployable) ? [[name, fact(deployable, name)]] : [],
    ),
  );

/** The names of some deployables, in the order of the catalogue. */
export const namesOf = (
  catalogue: Catalogue,
  isWanted: (deployable: Deployable) => boolean = () => true,
): string[] => Object.keys(byName(catalogue, isWanted, () => true));

/** The first group of every match. */
export const matches = (text: string, pattern: RegExp): string[] =>
  Array.from(text.matchAll(pattern), ([, group]) => group!);
