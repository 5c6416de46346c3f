/** Prepared statements by their SQL: as many as were made last, up to a bound. */
export class StatementCache<Statement> {
  readonly #prepare: (sql: string) => Statement;
  readonly #bound: number;
  readonly #statements = new Map<string, Statement>();

  /** @param bound  most statements that are kept, ≥ 1 */
  constructor(prepare: (sql: string) => Statement, bound: number) {
    this.#prepare = prepare;
    this.#bound = bound;
  }

  /** The statement, prepared unless it is kept. @throws whatever `prepare` does; nothing is forgotten then */
  get(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#prepare(sql);
    this.#statements.set(sql, statement);
    for (const oldest of this.#statements.keys()) {
      if (this.#statements.size <= this.#bound) break;
      this.#statements.delete(oldest);
    }
    return statement;
  }
}
