import { describe, expect, it } from 'vitest';
import { nameOf, roleOf, sameNames, scopeOf } from './role-claim.js';

describe('roleOf', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a list', { roles: ['other', 'editor'] }, 'roles'],
    ['a text', { roles: 'editor' }, 'roles'],
    ['texts between blanks', { scope: 'openid editor' }, 'scope'],
    ['a path', { realm_access: { roles: ['editor'] } }, 'realm_access.roles'],
    ['a name with dots', { 'https://x.example/roles': ['editor'] }, 'https://x.example/roles'],
  ])('reads %s', (_, claims, path) => {
    expect(roleOf(claims, path, sameNames)).toBe('editor');
  });

  it('takes the strongest of several', () => {
    const mapping = [
      { value: 'sre', role: 'operator' },
      { value: '*', role: 'viewer' },
    ] as const;
    expect(roleOf({ groups: ['staff', 'sre'] }, 'groups', mapping)).toBe('operator');
    expect(roleOf({ groups: ['staff'] }, 'groups', mapping)).toBe('viewer');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no claim', {}, 'roles'],
    ['another value', { roles: ['root'] }, 'roles'],
    ['what is no text', { roles: [{ role: 'admin' }, 1, null] }, 'roles'],
    ['an object', { roles: { admin: true } }, 'roles'],
    ['what every object has', {}, 'constructor.name'],
    ['a path that ends', { a: 'x' }, 'a.b.c'],
  ])('gives none for %s', (_, claims, path) => {
    expect(roleOf(claims, path, sameNames)).toBeUndefined();
  });
});

describe('scopeOf', () => {
  it('is everything unless the claims narrow it', () => {
    expect(scopeOf({ sub: 'x' })).toEqual({});
    expect(scopeOf({ forewarn_slas: ['shop-*'], forewarn_namespaces: 'shop' })).toEqual({
      slas: ['shop-*'],
      namespaces: ['shop'],
    });
  });
  it('is nothing for a claim that names nothing', () => {
    expect(scopeOf({ forewarn_slas: 7 })).toEqual({ slas: [] });
  });
});

describe('nameOf', () => {
  it('is what people know somebody by', () => {
    expect(nameOf({ sub: '1', preferred_username: 'al', email: 'al@example.org' })).toBe('al@example.org');
    expect(nameOf({ sub: '1', email: '' })).toBe('1');
    expect(nameOf({ sub: 1 })).toBe('somebody without a name');
  });
});
