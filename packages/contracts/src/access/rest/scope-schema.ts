import { roles } from '@forewarn/core';
import { z } from 'zod';

export const roleSchema = z.enum(roles).meta({
  description:
    'viewer: sees; editor: and changes SLAs and indicators; operator: and changes what is watched; admin: and lets others in',
});

const most = 100;

/** A name with `*` for any characters, of an SLA or of a namespace. */
const names = (what: string, form: RegExp, description: string) =>
  z
    .array(z.string().regex(form, `must be ${what}`).max(63))
    .min(1, 'must name at least one, or be left out')
    .max(most, `must name at most ${most}`)
    .optional()
    .meta({ description });

/** What a caller is narrowed to. */
export const scopeSchema = z
  .strictObject({
    slas: names(
      'names of SLAs, in which * stands for any characters',
      /^[a-z0-9*][a-z0-9*-]*$/,
      'Names of the SLAs that are seen and changed, * for any characters; absent: all',
    ),
    namespaces: names(
      'values of the label namespace',
      /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
      'Values of the label namespace that series and SLAs must have; absent: all',
    ),
  })
  .meta({ id: 'Scope' });
