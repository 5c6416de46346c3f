import type { StatusDocument } from '@forewarn/contracts/rest';
import type { Printable } from '../format/printed.js';

/** How it stands now, for programs. */
export const slaStatusKind: Pick<Printable<StatusDocument>, 'csvColumns' | 'csvRows'> = {
  csvColumns: [
    ...['sla', 'objective', 'series', 'partition', 'state', 'reason', 'time', 'value', 'min', 'max'],
    ...['compliance', 'coverage', 'target', 'target_met', 'time_in_violation_seconds'],
  ],
  csvRows: function* ({ name, objectives }) {
    for (const objective of objectives) {
      const { min = null, max = null, target } = objective;
      const head = [name, objective.name];
      if (objective.series.length === 0) {
        const { state, reason } = objective;
        yield [
          ...head,
          null,
          null,
          state,
          reason?.reason ?? null,
          null,
          null,
          min,
          max,
          null,
          null,
          target,
          null,
          null,
        ];
      }
      for (const { series, partition, state, reason, current, ...held } of objective.series) {
        const now = [current?.timestamp ?? null, current?.value ?? null];
        const share = [held.compliance, held.coverage, target, held.targetMet, held.timeInViolationSeconds];
        yield [...head, series, partition, state, reason?.reason ?? null, ...now, min, max, ...share];
      }
    }
  },
};
