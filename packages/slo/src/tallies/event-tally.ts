/** Events of some time. */
export interface EventTally {
  readonly total: number;
  readonly bad: number;
}

/** Good events are rounded to a millionth, so that whole ones stay whole: a share times its total is not the part that it was made of. */
export const badEventsOf = (goodShare: number, events: number): number =>
  events - Math.round(goodShare * events * 1e6) / 1e6;
