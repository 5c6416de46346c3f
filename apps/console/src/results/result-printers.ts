import { aggregatesKind } from './aggregates-kind.js';
import { autocorrelationKind } from './autocorrelation-kind.js';
import { decompositionKind } from './decomposition-kind.js';
import { dickeyFullerKind } from './dickey-fuller-kind.js';
import { forecastsKind } from './forecasts-kind.js';
import { hodrickPrescottKind } from './hodrick-prescott-kind.js';
import { type ResultPrinter, resultPrinter } from './print-results.js';
import { seriesKind } from './series-kind.js';

/** Everything that `get` can get, in the order of its help. */
export const resultPrinters: readonly ResultPrinter[] = [
  resultPrinter(seriesKind),
  resultPrinter(dickeyFullerKind),
  resultPrinter(decompositionKind),
  resultPrinter(hodrickPrescottKind),
  resultPrinter(autocorrelationKind),
  resultPrinter(aggregatesKind),
  resultPrinter(forecastsKind),
];
