import { consoleSettings } from '../../apps/console/src/settings/console-settings.js';
import { loadEtlSettings } from '../../apps/etl/src/settings.js';
import { loadRetrievalSettings } from '../../apps/retrieval/src/settings.js';
import { loadSlaManagerSettings } from '../../apps/sla-manager/src/settings.js';
import { loadStorageSettings } from '../../apps/storage/src/settings.js';
import { type Environment, loadSettings } from '../../packages/config/src/index.js';
import type { DeployableName } from './service-catalogue.js';

/** Reads the settings of one process, by their names; throws at the first look at all that is wrong. */
export type SettingsLoader = (env: Environment) => Readonly<Record<string, unknown>>;

/** How each deployable of the catalogue reads its settings. */
export const settingsLoaders: Readonly<Record<DeployableName, SettingsLoader>> = {
  etl: loadEtlSettings,
  storage: loadStorageSettings,
  retrieval: loadRetrievalSettings,
  'sla-manager': loadSlaManagerSettings,
  console: (env) => loadSettings(consoleSettings, env),
};
