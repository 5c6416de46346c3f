import { drawKey } from '@forewarn/access';
import { accessSettings, loadSettings } from '@forewarn/config';
import type { Role, Scope } from '@forewarn/core';
import type { HttpListenerOptions } from '@forewarn/http';
import { createProcessAccess, type RequiredAccess } from '@forewarn/process';
import { FakeAccessStore } from '@forewarn/testkit';
import { nowMs } from '../fakes.fixture.js';
import { type RestBench, startBench } from '../rest-bench.fixture.js';

/** The key that the administrator of the tests has. */
export const adminKey = 'the key of the administrator'.replaceAll(' ', '-');

/** A server that asks who calls it. */
export interface GuardedBench extends RestBench {
  readonly accessStore: FakeAccessStore;
  /** Puts a key into the store. @returns its text */
  key(role: Role, scope?: Scope): string;
  /** Calls with a key. */
  as(key: string, method: string, path: string, body?: unknown): ReturnType<RestBench['call']>;
}

/** What tests leave out or add, given how callers are let in. */
export type Changed = (access: RequiredAccess) => Partial<HttpListenerOptions>;

/**
 * Starts it.
 *
 * @param env      settings of access beside the administrator's key
 * @param changed  options of the listener; none by default
 */
export async function startGuardedBench(
  env: Readonly<Record<string, string>> = {},
  changed: Changed = () => ({}),
): Promise<GuardedBench> {
  const accessStore = new FakeAccessStore();
  const settings = loadSettings(accessSettings, { ACCESS: 'required', ACCESS_ADMIN_KEY: adminKey, ...env });
  const access = createProcessAccess(settings, accessStore)!;
  const bench = await startBench({ accessStore, waysIn: access, authorize: access.http, ...changed(access) });
  return {
    ...bench,
    accessStore,
    key(role, scope = {}) {
      const { id, secretSha256, text } = drawKey();
      const times = { createdMs: nowMs, expiresMs: undefined, revokedMs: undefined };
      accessStore.keys.set(id, {
        ...{ id, secretSha256, role, scope, ...times },
        ...{ name: role, createdBy: 'the tests' },
      });
      return text;
    },
    as: (key, method, path, body) =>
      bench.call(method, path, body, {
        headers: {
          authorization: `Bearer ${key}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
      }),
  };
}
