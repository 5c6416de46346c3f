/** What a server would be asked, and what it answers or how it fails. */
export class PlayedPool {
  readonly asked: string[] = [];
  readonly values: unknown[] = [];
  readonly timeouts = new Set<number>();
  readonly ends: string[] = [];
  readonly failures = new Map<string, Error>();
  answers: unknown[] = [];
  onAsked: () => Promise<void> = async () => {};
  session = {};
  endPool: () => Promise<void> = async () => {
    this.ends.push('pool');
  };

  async getConnection() {
    const refused = this.failures.get('connection');
    if (refused) throw refused;
    const answer = async ({
      sql: text,
      timeout,
      values,
    }: {
      sql: string;
      timeout: number;
      values?: unknown;
    }) => {
      this.asked.push(text);
      if (text.includes('GET_LOCK')) await this.onAsked();
      this.timeouts.add(timeout);
      if (values !== undefined) this.values.push(values);
      const failure = this.failures.get(text.split(' ')[0] ?? '');
      if (failure) throw failure;
      return [this.answers.shift() ?? []];
    };
    return {
      connection: this.session,
      query: answer,
      execute: answer,
      release: () => this.ends.push('released'),
      destroy: () => this.ends.push('destroyed'),
    };
  }

  end() {
    return this.endPool();
  }
}
