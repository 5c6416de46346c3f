import type { Access } from './access.js';

/** What somebody may do. Each role may do what the one before it may as well. */
export const roles = ['viewer', 'editor', 'operator', 'admin'] as const;

/** One of {@link roles}. */
export type Role = (typeof roles)[number];

/** What of all there is somebody may see and change; where a list is absent, all of it. */
export interface Scope {
  /** Names of SLAs; `*` stands for any characters. */
  readonly slas?: readonly string[];
  /** Values of the label `namespace`. */
  readonly namespaces?: readonly string[];
}

/** Who asks for something, once it is known. */
export interface Caller {
  /** For logs and the audit: `key grafana (x2Lk…)`, `alice@example.org`. */
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
}

/** Whoever asks, where nobody is asked who they are. */
export const anybody: Caller = { name: 'anybody', role: 'admin', scope: {} };

const leastRole: Readonly<Record<Exclude<Access, 'public'>, Role>> = {
  read: 'viewer',
  write: 'editor',
  operate: 'operator',
  admin: 'admin',
};

/** The least role that may do something. */
export const roleFor = (access: Exclude<Access, 'public'>): Role => leastRole[access];

/** Whether a role suffices for something. */
export const mayDo = (role: Role, access: Access): boolean =>
  access === 'public' || roles.indexOf(role) >= roles.indexOf(leastRole[access]);
