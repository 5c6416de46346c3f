import { type CallOptions, ForewarnError } from '@forewarn/core';
import type { Sla, SlaRepository } from '@forewarn/slo';

/**
 * Creates sample SLAs where no SLA exists at all: a sample that a person deleted does not come back while another SLA is left.
 * Several processes may seed at once.
 *
 * @returns  how many were created
 */
export async function seedSlas(
  repository: Pick<SlaRepository, 'listSlas' | 'createSla'>,
  slas: readonly Sla[],
  options: CallOptions = {},
): Promise<number> {
  if ((await repository.listSlas(options)).length > 0) return 0;
  let created = 0;
  for (const sla of slas) created += (await createIfAbsent(repository, sla, options)) ? 1 : 0;
  return created;
}

async function createIfAbsent(
  repository: Pick<SlaRepository, 'createSla'>,
  sla: Sla,
  options: CallOptions,
): Promise<boolean> {
  try {
    await repository.createSla(sla, options);
    return true;
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    if (error.code === 'sla-exists') return false;
    throw error;
  }
}
