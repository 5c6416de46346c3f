import { type ForewarnError, type Logger, nativeHistogram, type RangeAnswer } from '@forewarn/core';
import { LRUCache } from 'lru-cache';
import type { Remarks } from '../range-response/read-remarks.js';

/** What lasts is said again after this. */
const saidForMs = 3_600_000;
/** Far more than one server has; a kind that is forgotten is merely said again. */
const mostKinds = 1_000;

/** Logs what answers say about themselves. */
export interface RemarkLog {
  remarks(answer: Remarks): void;
  histograms(answer: Pick<RangeAnswer, 'histograms'>): void;
  metadataFailed(error: ForewarnError): void;
}

/**
 * Logs each kind of remark once an hour: every query of a round is answered alike, round after round.
 *
 * @param target  where the answers come from, without credentials
 * @param now     milliseconds, for tests. Default: a clock that nobody sets
 */
export function createRemarkLog(
  logger: Logger,
  target: string,
  now: () => number = () => performance.now(),
): RemarkLog {
  const said = new LRUCache<string, true>({
    max: mostKinds,
    ttl: saidForMs,
    ttlResolution: 0,
    perf: { now },
  });
  const isNew = (kind: string): boolean => {
    if (said.has(kind)) return false;
    said.set(kind, true);
    return true;
  };
  return {
    remarks({ warnings, isPartial }) {
      const kinds = isPartial ? ['partial', ...warnings.map(kindOf)] : warnings.map(kindOf);
      if (kinds.filter(isNew).length === 0) return;
      if (isPartial) {
        logger.warn(
          { target, warnings },
          'Prometheus answered in part: samples of some series may be missing',
        );
      } else logger.info({ target, warnings }, 'Prometheus remarked on a query');
    },
    histograms({ histograms }) {
      for (const metric of new Set(histograms.map((series) => series.metric))) {
        if (!isNew(`histogram ${metric}`)) continue;
        const { code, details, message } = nativeHistogram(histograms.find((one) => one.metric === metric)!);
        logger.warn({ target, code, metric, ...details }, `passed over: ${message}`);
      }
    },
    metadataFailed(error) {
      if (!isNew(`metadata ${error.code} ${error.details.status ?? ''}`)) return;
      logger.warn(
        { target, error },
        'the types of metrics cannot be looked up: what is not known goes by its name',
      );
    },
  };
}

/** A remark without what it names and counts. */
const kindOf = (remark: string): string => remark.replace(/"(?:[^"\\]|\\.)*"|\d+/g, '·');
