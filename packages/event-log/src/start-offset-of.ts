import type { ConsumeOptions } from '@forewarn/core';

/** What decides where a consumer begins; undefined when the group's offset does. */
export const startOffsetOf = ({ startOffset, ephemeral }: ConsumeOptions): ConsumeOptions['startOffset'] =>
  startOffset ?? (ephemeral ? async (_, bounds) => bounds.end : undefined);
