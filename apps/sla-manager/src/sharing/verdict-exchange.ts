import { randomUUID } from 'node:crypto';
import { objectiveEvaluatedTopic } from '@forewarn/contracts';
import { type EventLog, ForewarnError, type Logger, pause, TopicTable } from '@forewarn/core';
import { minuteMs, type ObjectiveVerdict } from '@forewarn/slo';
import { type BackgroundTask, createBackgroundTask } from '../background-task.js';
import { createObjectiveShares } from './objective-shares.js';

/** What exchanging verdicts needs. */
export interface VerdictExchangeOptions {
  readonly eventLog: EventLog;
  readonly namespace: string;
  readonly logger: Logger;
  /** Told of what was told the others, and of minutes for which there is no verdict. Default: nobody is. */
  readonly onTold?: (told: { readonly verdicts: number; readonly missedMinutes: number }) => void;
}

/** Names an objective. */
type ObjectiveName = Pick<ObjectiveVerdict, 'sla' | 'objective'>;

/** What the processes that judge objectives tell each other. While the log is away each judges for itself. */
export interface VerdictExchange extends BackgroundTask {
  /** Waits until it is known what this process is to judge, and what was judged before; not for ever. */
  untilKnown(signal: AbortSignal): Promise<void>;
  /** Whether this process judges an objective: of all of them, while it does not know. */
  isOwn(name: ObjectiveName): boolean;
  /**
   * The minutes for which this process has to judge an objective, by their ends, ascending: the newest one, and those that nobody judged, since who had to died,
   * or the log was away. None where it is for others.
   *
   * @param endMs   of the newest minute
   * @param isTurn  whether the minute has just turned. Else whoever judged the one before may be about to judge this one
   */
  due(name: ObjectiveName, endMs: number, isTurn: boolean): readonly number[];
  /** The newest verdict that was told of an objective, of whichever process. */
  heard(name: ObjectiveName): ObjectiveVerdict | undefined;
  /** Tells the others, soon; while the log is away they wait. */
  tell(verdict: ObjectiveVerdict): void;
  /** Forgets objectives that are not named. */
  keepOnly(names: readonly ObjectiveName[]): void;
}

/** Of minutes that nobody judged, those that are judged later; older ones are counted as missed. */
const longestBackMs = 10 * minuteMs;

/** Of each partition, enough for the newest verdict of every objective: there are 2,000 at most unless the settings say otherwise. */
const newestRecords = 2_000;

/** Verdicts that wait while the log is away: the oldest go first. */
const mostWaiting = 5_000;

/** How long the end waits for the last verdicts to be told. */
const lastWordsMs = 2_000;

/** Makes an exchange over the topic of verdicts. */
export function createVerdictExchange(options: VerdictExchangeOptions): VerdictExchange {
  const { eventLog, namespace, logger, onTold = () => {} } = options;
  const topic = objectiveEvaluatedTopic;
  const shares = createObjectiveShares({ eventLog, topic, namespace, logger });
  const table = new TopicTable({
    eventLog,
    topic,
    namespace,
    group: `${namespace}.sla-manager-verdicts.${randomUUID()}`,
    logger,
    newest: newestRecords,
  });
  const keyOf = ({ sla, objective }: ObjectiveName): string => `${sla}/${objective}`;
  /** The newest minute that this process judged. */
  const judged = new Map<string, number>();
  let waiting: ObjectiveVerdict[] = [];
  let telling: Promise<void> | undefined;
  const stopping = new AbortController();
  const { signal } = stopping;
  const following = createBackgroundTask((signal) => Promise.all([table.run(signal), shares.run(signal)]));

  const isShare = (name: ObjectiveName): boolean | undefined => {
    const { partitionCount } = table;
    return partitionCount === undefined ? undefined : shares.has(keyOf(name), partitionCount);
  };

  const tellAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const verdicts = waiting;
      waiting = [];
      try {
        await append(verdicts);
      } catch (thrown) {
        if (signal.aborted) return;
        const error = ForewarnError.from(thrown);
        waiting = [...verdicts, ...waiting].slice(-mostWaiting);
        const message = 'verdicts cannot be told just now; they stand here, and are told with the next ones';
        logger.warn({ verdicts: waiting.length, error }, message);
        return;
      }
    }
  };

  /** One that the log refuses for good does not keep the others back. @throws {ForewarnError} of the log, one that may pass */
  const append = async (verdicts: readonly ObjectiveVerdict[]): Promise<void> => {
    const missedMinutes = missedBefore(verdicts);
    try {
      const records = verdicts.map((verdict) => topic.encode(verdict));
      await table.append(records, { signal });
      onTold({ verdicts: verdicts.length, missedMinutes });
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (error.retryable || signal.aborted) throw error;
      if (verdicts.length > 1) for (const verdict of verdicts) await append([verdict]);
      else logger.warn({ objective: keyOf(verdicts[0]!), error }, 'a verdict cannot be told');
    }
  };

  /** Minutes of which nobody told a verdict. */
  const missedBefore = (verdicts: readonly ObjectiveVerdict[]): number => {
    const newest = new Map<string, number>();
    let missed = 0;
    for (const verdict of verdicts) {
      const key = keyOf(verdict);
      const beforeMs = newest.get(key) ?? table.rows.get(key)?.endMs ?? verdict.endMs;
      missed += Math.max(0, (verdict.endMs - beforeMs) / minuteMs - 1);
      newest.set(key, verdict.endMs);
    }
    return missed;
  };

  /** The newest minute that was judged, by anybody. */
  const judgedTo = (key: string): number | undefined => {
    const ends = [table.rows.get(key)?.endMs, judged.get(key)].filter((end) => end !== undefined);
    return ends.length === 0 ? undefined : Math.max(...ends);
  };

  return {
    begin: following.begin,
    async end() {
      // The last ones are worth a moment; who takes the share over judges what the log does not take.
      await Promise.race([telling, pause(lastWordsMs, signal)]);
      stopping.abort('stopping');
      await Promise.all([following.end(), telling]);
    },
    async untilKnown(signal) {
      await Promise.all([table.untilWhole(signal), shares.untilKnown(signal)]);
    },
    isOwn: (name) => isShare(name) ?? true,
    due(name, endMs, isTurn) {
      const isMine = isShare(name);
      if (isMine === false) return [];
      const before = judgedTo(keyOf(name));
      if (isMine === undefined || before === undefined) return [endMs];
      if (!isTurn && endMs - before <= minuteMs) return [];
      const due: number[] = [];
      for (let ms = Math.max(before + minuteMs, endMs - longestBackMs); ms <= endMs; ms += minuteMs)
        due.push(ms);
      return due;
    },
    heard: (name) => table.rows.get(keyOf(name)),
    tell(verdict) {
      if (isShare(verdict) !== true) return;
      judged.set(keyOf(verdict), verdict.endMs);
      if (waiting.length >= mostWaiting) waiting.shift();
      waiting.push(verdict);
      telling ??= Promise.resolve()
        .then(tellAll)
        .finally(() => {
          telling = undefined;
        });
    },
    keepOnly(names) {
      const keys = new Set(names.map(keyOf));
      table.keepOnly(keys);
      for (const key of judged.keys()) if (!keys.has(key)) judged.delete(key);
    },
  };
}
