import { isUnavailable } from '@forewarn/analysis';
import { type LastVerdict, minuteMs, type ObjectiveEvaluation } from '@forewarn/slo';

/** A verdict, or why there is none. */
export type Verdict = { readonly judged: ObjectiveEvaluation } | { readonly error: unknown };

/** What was judged of one objective, and what is being judged. */
interface Known {
  pending?: Promise<Verdict>;
  newest?: { readonly verdict: Verdict; readonly atMs: number };
  last?: LastVerdict;
}

/** How long a round takes at most until its verdicts are there: that of the round before stands until then. */
const lateMs = 15_000;

/** Two rounds: where no newer verdict can be had, an older one does not tell any more what is so. */
const longestVerdictAgeMs = 2 * minuteMs;

/** How long a caller waits for a verdict. */
interface VerdictWaits {
  /** Over when the last verdict, if it is of late, does as well as a new one. */
  readonly briefly: Promise<void>;
  /** Over when nothing is waited for any longer. */
  readonly ended: Promise<void>;
}

/** Verdicts that several callers ask for, and that rounds make anew. */
export interface SharedVerdicts {
  /**
   * The newest verdict while it stands: to the next round, unless something is not known. Else that of a run that begins now, or that runs
   * already. A run goes on when its caller stops waiting, so that the next one finds it done. What never ends holds nobody up twice: the
   * wait over, the answer is the last verdict if it is of the last two rounds, else undefined.
   *
   * @param run  never rejects: what failed is the verdict
   */
  of(key: string, run: () => Promise<Verdict>, waits: VerdictWaits): Promise<Verdict | undefined>;
  /** Makes a verdict anew, unless one is being made. */
  refresh(key: string, run: () => Promise<Verdict>): Promise<Verdict>;
  /** How it was when it could be judged. */
  lastJudged(key: string): LastVerdict | undefined;
  /** When the newest verdict was made, milliseconds; long ago where there is none. */
  judgedAt(key: string): number;
  /** Takes over a verdict that was made elsewhere, and stands from then on. */
  learn(key: string, verdict: Verdict, atMs: number): void;
  /** No verdict stands any longer, nor does one that is being made: what they are about was changed. */
  forgetAll(): void;
  /** Forgets what is not named. */
  keepOnly(keys: ReadonlySet<string>): void;
}

/** @param clock  milliseconds */
export function createSharedVerdicts(clock: () => number): SharedVerdicts {
  const known = new Map<string, Known>();

  const knownOf = (key: string): Known => {
    const each = known.get(key) ?? {};
    known.set(key, each);
    return each;
  };

  const keep = (each: Known, verdict: Verdict, atMs: number): void => {
    each.newest = { verdict, atMs };
    if ('judged' in verdict && verdict.judged.failureCode === undefined) {
      const { state, evaluatedAtMs } = verdict.judged;
      each.last = { state, evaluatedAtMs };
    }
  };

  const begin = (each: Known, run: () => Promise<Verdict>): Promise<Verdict> => {
    each.pending ??= run().then((verdict) => {
      keep(each, verdict, clock());
      delete each.pending;
      return verdict;
    });
    return each.pending;
  };

  const newestUpTo = ({ newest }: Known, ageMs: number): Verdict | undefined =>
    newest && clock() - newest.atMs < ageMs ? newest.verdict : undefined;

  const standing = (each: Known): Verdict | undefined =>
    each.newest && isWhole(each.newest.verdict) ? newestUpTo(each, minuteMs + lateMs) : undefined;

  return {
    async of(key, run, { briefly, ended }) {
      const each = knownOf(key);
      const stands = standing(each);
      if (stands) return stands;
      const pending = begin(each, run);
      const verdict = await Promise.race([pending, briefly, ended]);
      const late = () => newestUpTo(each, longestVerdictAgeMs);
      return verdict ?? late() ?? (await Promise.race([pending, ended.then(late)]));
    },
    refresh: (key, run) => begin(knownOf(key), run),
    lastJudged: (key) => known.get(key)?.last,
    judgedAt: (key) => known.get(key)?.newest?.atMs ?? Number.NEGATIVE_INFINITY,
    learn: (key, verdict, atMs) => keep(knownOf(key), verdict, atMs),
    forgetAll: () => known.clear(),
    keepOnly(keys) {
      for (const [key, { pending }] of known) if (!keys.has(key) && !pending) known.delete(key);
    },
  };
}

/** Whether nothing is missing that may be there at the next moment: an analysis comes, a series or a server returns. */
const isWhole = (verdict: Verdict): boolean =>
  'judged' in verdict &&
  verdict.judged.failureCode === undefined &&
  !passing.has(verdict.judged.reason?.reason ?? '') &&
  !verdict.judged.series.some(
    ({ prediction, hasEnded }) => !hasEnded && isUnavailable(prediction) && passing.has(prediction.reason),
  );

const passing: ReadonlySet<string> = new Set([
  'no-such-series',
  'idle',
  'no-forecast',
  'stale-forecast',
  'history-being-read',
]);
