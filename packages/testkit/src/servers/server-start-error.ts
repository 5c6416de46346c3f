/**
 * A server of the test kit could not be started, restarted or prepared.
 * Not a `ForewarnError`: those are what the product's services report, and no service starts servers.
 */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';
}
