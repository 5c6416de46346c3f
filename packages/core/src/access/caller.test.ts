import { describe, expect, it } from 'vitest';
import type { Access } from './access.js';
import { anybody, mayDo, type Role, roleFor, roles } from './caller.js';

const demands: readonly Access[] = ['public', 'read', 'write', 'operate', 'admin'];

describe('mayDo', () => {
  it.each<[Role, readonly Access[]]>([
    ['viewer', ['public', 'read']],
    ['editor', ['public', 'read', 'write']],
    ['operator', ['public', 'read', 'write', 'operate']],
    ['admin', demands],
  ])('lets a %s do %j', (role, allowed) => {
    expect(demands.filter((access) => mayDo(role, access))).toEqual(allowed);
  });

  it('lets anybody do everything', () => {
    expect(demands.every((access) => mayDo(anybody.role, access))).toBe(true);
    expect(anybody.scope).toEqual({});
  });
});

describe('roleFor', () => {
  it('is the least role that may', () => {
    for (const access of ['read', 'write', 'operate', 'admin'] as const)
      expect(roles.find((role) => mayDo(role, access))).toBe(roleFor(access));
  });
});
