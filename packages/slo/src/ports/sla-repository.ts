import type { CallOptions, ChangeOptions } from '@forewarn/core';
import type { Sla } from '../sla.js';

/** The SLAs. Names are unique. */
export interface SlaRepository {
  /** All, by name. */
  listSlas(options?: CallOptions): Promise<readonly Sla[]>;
  /** @throws {ForewarnError} `sla-not-found` */
  getSla(name: string, options?: CallOptions): Promise<Sla>;
  /** @throws {ForewarnError} `sla-exists` */
  createSla(sla: Sla, options?: ChangeOptions<Sla>): Promise<void>;
  /** Replaces the SLA of the same name. @throws {ForewarnError} `sla-not-found` */
  replaceSla(sla: Sla, options?: ChangeOptions<Sla>): Promise<void>;
  /** @throws {ForewarnError} `sla-not-found` */
  deleteSla(name: string, options?: ChangeOptions<Sla>): Promise<void>;
}
