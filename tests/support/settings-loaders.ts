import { loadEtlSettings } from '../../apps/etl/src/settings.js';
import { loadRetrievalSettings } from '../../apps/retrieval/src/settings.js';
import { loadSlaManagerSettings } from '../../apps/sla-manager/src/settings.js';
import { loadStorageSettings } from '../../apps/storage/src/settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** How each service reads its settings, by its name. */
export const settingsLoaders: ReadonlyMap<string, (env: Environment) => Record<string, unknown>> = new Map<
  string,
  (env: Environment) => Record<string, unknown>
>([
  ['etl', loadEtlSettings],
  ['storage', loadStorageSettings],
  ['retrieval', loadRetrievalSettings],
  ['sla-manager', loadSlaManagerSettings],
]);
