import { expect } from 'vitest';

/** An attack on something that runs. @returns what it has won, in words; nothing where it was fended off */
export type Attack<Target> = (target: Target) => Promise<readonly string[]>;

/** The same thing twice, with one difference. */
export interface Targets<Target> {
  /** As it is shipped. */
  readonly guarded: () => Promise<Target> | Target;
  /** Without the defence that is tested, and that alone. */
  readonly open: () => Promise<Target> | Target;
}

/**
 * Holds that an attack fails because of a defence: where that is left out, the attack succeeds.
 *
 * @returns what the attack wins without it
 */
export async function expectDefence<Target>(
  attack: Attack<Target>,
  { guarded, open }: Targets<Target>,
): Promise<readonly string[]> {
  const won = await attack(await open());
  expect(won, 'without the defence the attack must win something, or it proves nothing').not.toEqual([]);
  expect(await attack(await guarded()), 'the attack wins in spite of the defence').toEqual([]);
  return won;
}
