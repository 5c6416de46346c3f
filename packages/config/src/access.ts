import { isLoopback, type Role, roles } from '@forewarn/core';
import { z } from 'zod';
import { exposureSettings, whereExposed } from './exposure.js';
import { httpUrl } from './fields.js';

/** A secret that is long enough not to be guessed. */
const secret = () =>
  z
    .string()
    .min(16, 'must have at least 16 characters: draw it at random, as by openssl rand -base64 32')
    .max(1_024, 'must have at most 1024 characters')
    .regex(/^[\x21-\x7e]+$/, 'must be made of letters, digits and signs without blanks');

/** Which of the provider's roles or groups gives which role here: `admin=forewarn-admins,operator=sre,viewer=*`. */
const roleMapping = () =>
  z.string().transform((text, context) => {
    const mapping = text.split(',').map((part) => part.trim().split('='));
    const isSound = mapping.every(([role, value]) => roles.some((each) => each === role) && value);
    if (isSound) return mapping.map(([role, ...value]) => ({ role: role as Role, value: value.join('=') }));
    context.addIssue({
      code: 'custom',
      message: `must be roles (${roles.join(', ')}) and what the provider calls them, such as admin=forewarn-admins,viewer=*`,
    });
    return z.NEVER;
  });

/** An issuer of tokens: by TLS, so that nobody can put other keys in the place of its own. */
const issuer = () =>
  httpUrl()
    .transform((text) => new URL(text))
    .refine(
      ({ protocol, hostname }) => protocol === 'https:' || isLoopback(hostname),
      'must be an https address, unless it is on this machine',
    );

/** Who is let in. */
export const accessSettings = {
  ...exposureSettings,
  /** The key of the administrator, by which the others are made. */
  ACCESS_ADMIN_KEY: secret().optional(),
  /** What sessions of the page are sealed with: the same in all processes that serve it. Default: what follows from the administrator's key. */
  ACCESS_SESSION_SECRET: secret().optional(),
  /** An identity provider that speaks OpenID Connect. */
  ACCESS_OIDC_ISSUER: issuer().optional(),
  /** Whom tokens must be meant for. */
  ACCESS_OIDC_AUDIENCE: z.string().min(1).default('forewarn'),
  /** Who Forewarn is to the provider, for logging in on the page. */
  ACCESS_OIDC_CLIENT_ID: z.string().min(1).optional(),
  ACCESS_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** Path of the claim that holds roles or groups. */
  ACCESS_OIDC_ROLE_CLAIM: z.string().min(1).default('roles'),
  /** Default: the provider's words are ours. */
  ACCESS_OIDC_ROLES: roleMapping().optional(),
};

/** The settings of who is let in, read. */
export type AccessSettings = z.output<z.ZodObject<typeof accessSettings>>;

/**
 * Whether callers must say who they are.
 *
 * @param settings  where neither `ACCESS` nor a way in is set, everybody is let in
 */
export const isAccessRequired = ({ ACCESS, ...ways }: AccessSettings): boolean =>
  ACCESS === undefined
    ? ways.ACCESS_ADMIN_KEY !== undefined || ways.ACCESS_OIDC_ISSUER !== undefined
    : ACCESS === 'required';

/**
 * What must not be left to chance: a service that others can reach and that asks nobody who they are.
 *
 * @param name  of the setting, or the flag, that says where the service listens
 * @returns     a sentence a mistake
 */
export function accessMistakes(settings: AccessSettings, name: string, host: string): readonly string[] {
  if (settings.ACCESS_OIDC_CLIENT_ID !== undefined && settings.ACCESS_OIDC_ISSUER === undefined)
    return ['ACCESS_OIDC_CLIENT_ID is set without ACCESS_OIDC_ISSUER, the provider that knows it'];
  if (settings.ACCESS !== undefined || isAccessRequired(settings)) return [];
  const where = whereExposed(settings, name, host);
  if (where === undefined) return [];
  return [
    `${where}: set ACCESS=required and a key in ACCESS_ADMIN_KEY_FILE, or ACCESS=open to let everybody do everything`,
  ];
}

/** The same of a setting that names what is listened on, as a rule for `loadSettings`. */
export const accessContradictions =
  <Name extends string>(name: Name) =>
  (settings: AccessSettings & Readonly<Record<Name, string>>): readonly string[] =>
    accessMistakes(settings, name, settings[name]);
