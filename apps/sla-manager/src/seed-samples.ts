import { type CallOptions, ForewarnError } from '@forewarn/core';
import type { Indicator, IndicatorRepository, Sla, SlaRepository } from '@forewarn/slo';

/** What people can begin with. */
interface Samples {
  readonly slas: readonly Sla[];
  /** What the SLAs are about, where that is more than a selector. */
  readonly indicators: readonly Indicator[];
}

/**
 * Creates sample SLAs, and the indicators that they are about, where no SLA exists at all: a sample that a person deleted does not come back
 * while another SLA is left. Several processes may seed at once. An indicator that exists stays as it is.
 *
 * @returns  how many SLAs were created
 */
export async function seedSamples(
  repository: Pick<SlaRepository & IndicatorRepository, 'listSlas' | 'createSla' | 'createIndicator'>,
  { slas, indicators }: Samples,
  options: CallOptions = {},
): Promise<number> {
  if ((await repository.listSlas(options)).length > 0) return 0;
  for (const indicator of indicators)
    await createdIfAbsent(() => repository.createIndicator(indicator, options));
  let created = 0;
  for (const sla of slas)
    created += (await createdIfAbsent(() => repository.createSla(sla, options))) ? 1 : 0;
  return created;
}

const existing: ReadonlySet<string> = new Set(['sla-exists', 'indicator-exists']);

async function createdIfAbsent(create: () => Promise<void>): Promise<boolean> {
  try {
    await create();
    return true;
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    if (existing.has(error.code)) return false;
    throw error;
  }
}
