import type { ObjectiveEvaluation } from '@forewarn/slo';

/** A verdict, or why there is none. */
export type Verdict = { readonly judged: ObjectiveEvaluation } | { readonly error: unknown };

/** What was judged of one objective, and what is being judged. */
interface Known {
  pending?: Promise<Verdict>;
  newest?: { readonly verdict: Verdict; readonly atMs: number };
}

/** A verdict is of its minute: one of the minute before still tells what is so. */
const longestVerdictAgeMs = 90_000;

/** How long a caller waits for a verdict. */
interface VerdictWaits {
  /** Over when the last verdict, if it is of late, does as well as a new one. */
  readonly briefly: Promise<void>;
  /** Over when nothing is waited for any longer. */
  readonly ended: Promise<void>;
}

/** Verdicts that several callers ask for at once. */
export interface SharedVerdicts {
  /**
   * The verdict of a run that begins now, or that runs already. A run goes on when its caller stops waiting, so that the next one finds
   * it done. What never ends holds nobody up twice: the wait over, the answer is the last verdict if that is of late, else undefined.
   *
   * @param run  never rejects: what failed is the verdict
   */
  of(key: string, run: () => Promise<Verdict>, waits: VerdictWaits): Promise<Verdict | undefined>;
  /** Forgets what is not named. */
  keepOnly(keys: ReadonlySet<string>): void;
}

/** @param clock  milliseconds */
export function createSharedVerdicts(clock: () => number): SharedVerdicts {
  const known = new Map<string, Known>();

  const begin = (each: Known, run: () => Promise<Verdict>): Promise<Verdict> =>
    run().then((verdict) => {
      each.newest = { verdict, atMs: clock() };
      delete each.pending;
      return verdict;
    });

  const ofLate = ({ newest }: Known): Verdict | undefined =>
    newest && clock() - newest.atMs <= longestVerdictAgeMs ? newest.verdict : undefined;

  return {
    async of(key, run, { briefly, ended }) {
      const each = known.get(key) ?? {};
      known.set(key, each);
      each.pending ??= begin(each, run);
      const { pending } = each;
      const verdict = await Promise.race([pending, briefly, ended]);
      return verdict ?? ofLate(each) ?? (await Promise.race([pending, ended.then(() => ofLate(each))]));
    },
    keepOnly(keys) {
      for (const [key, { pending }] of known) if (!keys.has(key) && !pending) known.delete(key);
    },
  };
}
