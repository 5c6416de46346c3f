import type { ForewarnError } from '@forewarn/core';
import type { SqlConnection } from './sql-database.js';

/** After this time a refusal says nothing any more: a service that seldom writes would stay unready for it. */
const rememberedMs = 120_000;

/**
 * Remembers that the database took no write, such as for a full disk that no question to it would show, until it takes one or two
 * minutes have passed without another attempt.
 */
export class LastWrite {
  readonly #isRefusal: (error: unknown) => boolean;
  #refusal: { readonly error: unknown; readonly atMs: number } | undefined;

  /** @param isRefusal  whether an error says that nothing can be written at all */
  constructor(isRefusal: (error: unknown) => boolean) {
    this.#isRefusal = isRefusal;
  }

  /**
   * Runs a transaction and keeps what became of it.
   *
   * @param transaction  passes its connection through `seen`, so that a transaction which only reads is no sign of recovery
   */
  async watch<T>(
    transaction: (seen: (connection: SqlConnection) => SqlConnection) => Promise<T>,
  ): Promise<T> {
    let changedRows = 0;
    const seen = (connection: SqlConnection): SqlConnection => ({
      query: (query) => connection.query(query),
      runScript: (sql) => connection.runScript(sql),
      async run(sql, values) {
        const rows = await connection.run(sql, values);
        changedRows += rows;
        return rows;
      },
    });
    try {
      const result = await transaction(seen);
      if (changedRows > 0) this.#refusal = undefined;
      return result;
    } catch (error) {
      if (this.#isRefusal(error)) this.#refusal = { error, atMs: Date.now() };
      throw error;
    }
  }

  /** @throws {ForewarnError} why the last write was refused, while that is known */
  assertTaken(): void {
    const refusal = this.#refusal;
    if (refusal && Date.now() - refusal.atMs < rememberedMs) throw refusal.error as ForewarnError;
  }
}
