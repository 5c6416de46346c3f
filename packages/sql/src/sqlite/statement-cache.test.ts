import { beforeEach, describe, expect, test } from 'vitest';
import { StatementCache } from './statement-cache.js';

let prepared: string[];
let cache: StatementCache<{ sql: string }>;

beforeEach(() => {
  prepared = [];
  cache = new StatementCache((sql) => {
    if (sql === 'wrong') throw new Error('syntax');
    prepared.push(sql);
    return { sql };
  }, 2);
});

const ask = (...statements: readonly string[]) => statements.map((sql) => cache.get(sql).sql);

describe('statements that are kept', () => {
  test('are prepared once', () => {
    expect(ask('a', 'b', 'a', 'b')).toEqual(['a', 'b', 'a', 'b']);
    expect(prepared).toEqual(['a', 'b']);
    expect(cache.get('a')).toBe(cache.get('a'));
  });

  test('are as many as the bound: of one more the oldest alone is forgotten', () => {
    ask('a', 'b', 'c', 'b', 'c');
    expect(prepared).toEqual(['a', 'b', 'c']);
    ask('a', 'c', 'b');
    expect(prepared).toEqual(['a', 'b', 'c', 'a', 'b']);
  });

  test('are not forgotten for one that cannot be prepared', () => {
    ask('a', 'b');
    expect(() => cache.get('wrong')).toThrow('syntax');
    ask('a', 'b');
    expect(prepared).toEqual(['a', 'b']);
  });
});
