import type { CallOptions, ChangeOptions } from '@forewarn/core';
import type { Indicator } from '../indicators/indicator.js';

/** The indicators. Names are unique. */
export interface IndicatorRepository {
  /** All, by name. */
  listIndicators(options?: CallOptions): Promise<readonly Indicator[]>;
  /** @throws {ForewarnError} `indicator-not-found` */
  getIndicator(name: string, options?: CallOptions): Promise<Indicator>;
  /** @throws {ForewarnError} `indicator-exists` */
  createIndicator(indicator: Indicator, options?: ChangeOptions<Indicator>): Promise<void>;
  /** Replaces the indicator of the same name. @throws {ForewarnError} `indicator-not-found` */
  replaceIndicator(indicator: Indicator, options?: ChangeOptions<Indicator>): Promise<void>;
  /** @throws {ForewarnError} `indicator-not-found` */
  deleteIndicator(name: string, options?: ChangeOptions<Indicator>): Promise<void>;
}
