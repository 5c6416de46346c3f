import type { Service } from '@forewarn/lifecycle';

/** What an app is made of. One process runs the parts of one app, the embedded mode those of all. */
export interface AppParts {
  /** In start order; each may rely on those before it. None of them listens for what others listen for too. */
  readonly services: readonly Service[];
}
