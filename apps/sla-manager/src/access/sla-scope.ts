import { mayName, maySee, namespaceLabel } from '@forewarn/access';
import { AccessError, type Caller, type CallOptions } from '@forewarn/core';
import { type Sla, type SlaRepository, SloError } from '@forewarn/slo';

/** Whether a caller may see an SLA. */
export const seesSla = (caller: Caller, { name, objectives }: Sla): boolean =>
  maySee(caller, { name, selectors: objectives.map(({ indicator }) => indicator) });

/**
 * The SLA of a name, where the caller may see it.
 *
 * @throws {SloError} `sla-not-found`, also where the caller may not know that there is one
 */
export async function seenSla(
  store: Pick<SlaRepository, 'getSla'>,
  caller: Caller,
  name: string,
  options: CallOptions,
): Promise<Sla> {
  if (!mayName(caller, name)) throw absent(name);
  const sla = await store.getSla(name, options);
  if (!seesSla(caller, sla)) throw absent(name);
  return sla;
}

/**
 * Lets a caller define an SLA that the caller will see.
 *
 * @throws {AccessError} `access-denied`
 */
export function requireOwnSla(caller: Caller, sla: Sla): void {
  const { slas, namespaces } = caller.scope;
  if (!mayName(caller, sla.name))
    throw new AccessError('access-denied', `${caller.name} may define SLAs named ${slas?.join(', ')} alone`);
  if (!seesSla(caller, sla))
    throw new AccessError(
      'access-denied',
      `${caller.name} may define SLAs whose objectives all select ${namespaceLabel}="…" of ${namespaces?.join(', ')} alone`,
    );
}

/**
 * Lets a caller replace or create the SLA of a name: what stands there must be the caller's as well.
 *
 * @throws {AccessError} `access-denied`
 */
export async function requireOwnPlace(
  store: Pick<SlaRepository, 'listSlas'>,
  caller: Caller,
  sla: Sla,
  options: CallOptions,
): Promise<void> {
  requireOwnSla(caller, sla);
  if (caller.scope.namespaces === undefined) return;
  const standing = (await store.listSlas(options)).find(({ name }) => name === sla.name);
  if (standing && !seesSla(caller, standing))
    throw new AccessError('access-denied', `${sla.name} is the name of an SLA of another namespace`);
}

const absent = (name: string): SloError =>
  new SloError('sla-not-found', `there is no SLA named ${name}; list the SLAs to see their names`, {
    details: { sla: name },
  });
