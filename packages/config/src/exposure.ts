import { isLoopback } from '@forewarn/core';
import { z } from 'zod';

/** Whether others reach what a process listens on, and whether that is meant. */
export const exposureSettings = {
  /** `open`: everybody may do everything; `required`: only who shows a key or token. Default: open on loopback, and no start elsewhere. */
  ACCESS: z.enum(['open', 'required'], 'must be open or required').optional(),
  /** Where what a container listens on is reached from outside, if not where the process listens. */
  BIND_ADDRESS: z.string().min(1).optional(),
};

/** The same, read. */
export type ExposureSettings = z.output<z.ZodObject<typeof exposureSettings>>;

/**
 * Where others reach what is listened on.
 *
 * @param name  of the setting, or the flag, that says where that is
 * @returns     a begin of a sentence; undefined where this machine alone reaches it
 */
export function whereExposed(
  { BIND_ADDRESS }: ExposureSettings,
  name: string,
  host: string,
): string | undefined {
  if (isLoopback(BIND_ADDRESS ?? host)) return undefined;
  const said = BIND_ADDRESS === undefined ? `${name} is ${host}` : `BIND_ADDRESS is ${BIND_ADDRESS}`;
  return `${said}, where others can reach it`;
}
