import {
  bearerToken,
  type Environment,
  loadSettings,
  onOff,
  tlsMistakes,
  tlsSettings,
} from '@forewarn/config';

const shape = {
  ...tlsSettings,
  OPERATIONS_TOKEN: bearerToken().optional(),
  RETRIEVAL_REFLECTION: onOff().default(true),
};

/** How the embedded mode is asked, beside the addresses that it has flags for. */
export type ListeningSettings = ReturnType<typeof loadListeningSettings>;

/**
 * Reads it, by the names that processes of their own have for it.
 *
 * @throws {ForewarnError} `config-invalid`
 */
export const loadListeningSettings = (env: Environment) => loadSettings(shape, env, tlsMistakes);
