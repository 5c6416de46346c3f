import { LRUCache } from 'lru-cache';
import { HttpError } from '../http-error.js';
import type { Answer } from '../route/answer.js';

/** Answers to requests that carry an `Idempotency-Key`, kept so that a repeated request has the same one again. */
export interface IdempotentAnswers {
  /**
   * Works once for a key. Only successes are remembered: who failed may try again with the same key.
   *
   * @param key          with what it belongs to: the same key on two routes is two keys
   * @param fingerprint  of the request
   * @throws             {HttpError} `idempotency-key-reused` for another request, `idempotency-key-in-use` while the first one runs
   */
  answer(key: string, fingerprint: string, work: () => Promise<Answer>): Promise<IdempotentAnswer>;
}

/** An answer, and whether it was given before. */
export interface IdempotentAnswer {
  readonly answer: Answer;
  readonly isReplayed: boolean;
}

/** What is known of a key; no answer while its first request runs. */
interface Known {
  readonly fingerprint: string;
  readonly answer?: Answer;
}

/** How much is remembered, and for how long. */
export interface IdempotencyBounds {
  /** Default 24 h. */
  readonly keptMs?: number;
  /** Least recently used keys are forgotten beyond. Default 10,000. */
  readonly mostKeys?: number;
  /** The same for the JSON of the answers. Default 32 MiB. */
  readonly mostBytes?: number;
}

/** Remembers answers in the memory of this process: behind a load balancer a repeated request must come back to it. */
export function createIdempotentAnswers({
  keptMs = 86_400_000,
  mostKeys = 10_000,
  mostBytes = 32 * 1_024 * 1_024,
}: IdempotencyBounds = {}): IdempotentAnswers {
  const running = new Map<string, Known>();
  const answered = new LRUCache<string, Known>({
    ttl: keptMs,
    max: mostKeys,
    maxSize: mostBytes,
    sizeCalculation: ({ answer }, key) => key.length + (JSON.stringify(answer)?.length ?? 0) + 1,
  });
  return {
    async answer(key, fingerprint, work) {
      const known = running.get(key) ?? answered.get(key);
      if (known) return { answer: knownAnswer(known, fingerprint), isReplayed: true };
      running.set(key, { fingerprint });
      try {
        const answer = await work();
        answered.set(key, { fingerprint, answer });
        return { answer, isReplayed: false };
      } finally {
        running.delete(key);
      }
    },
  };
}

function knownAnswer(known: Known, fingerprint: string): Answer {
  if (known.fingerprint !== fingerprint)
    throw new HttpError(
      'idempotency-key-reused',
      'the Idempotency-Key came before with another path, query or body: use a new key for a new request',
    );
  if (known.answer) return known.answer;
  throw new HttpError(
    'idempotency-key-in-use',
    'the first request with this Idempotency-Key is still being worked on: ask again in a few seconds',
  );
}
