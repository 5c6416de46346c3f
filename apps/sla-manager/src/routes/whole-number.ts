import { z } from 'zod';

/** A number of a query, which says where it may lie whatever is wrong with it. */
export const wholeNumber = (least: number, most: number) =>
  z.coerce.number(`must be a whole number from ${least} to ${most}`).int().min(least).max(most);
