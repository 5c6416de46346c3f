import type { AnySurface } from '../harness/surface.js';
import { analyzeSurface } from './analyze.js';
import { grpcSurface } from './grpc.js';
import { kafkaSurface } from './kafka-records.js';
import { prometheusSurface } from './prometheus.js';
import { restSurface } from './rest.js';
import { selectorsSurface } from './selectors.js';
import { settingsSurface } from './settings.js';

/** Every surface at which inputs come from elsewhere. */
export const surfaces: readonly AnySurface[] = [
  prometheusSurface,
  kafkaSurface,
  grpcSurface,
  restSurface,
  selectorsSurface,
  settingsSurface,
  analyzeSurface,
];
