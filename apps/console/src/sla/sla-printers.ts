import { type SlaPrinter, slaPrinter } from './sla-kind.js';
import { slaListKind } from './sla-list-kind.js';
import { slaPredictionsKind } from './sla-predictions-kind.js';
import { slaViolationsKind } from './sla-violations-kind.js';

/** `sla list` */
export const slaListPrinter: SlaPrinter = slaPrinter(slaListKind);
/** `sla violations` */
export const slaViolationsPrinter: SlaPrinter = slaPrinter(slaViolationsKind);
/** `sla predictions` */
export const slaPredictionsPrinter: SlaPrinter = slaPrinter(slaPredictionsKind);
