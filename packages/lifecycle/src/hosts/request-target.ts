import type { IncomingMessage } from 'node:http';

/** A request's target taken apart. */
export interface RequestTarget {
  /** What a target such as `http://host:8080/path` names beside the `Host` header. */
  readonly authority: string | undefined;
  /** The path and the query, as targets usually are. */
  readonly path: string;
}

const absoluteForm = /^https?:\/\/([^/?#\\]*)(.*)$/is;

/** Reads a target in either form, as every server must. @source RFC 9112, section 3.2.2 */
export function targetOf({ url = '/' }: Pick<IncomingMessage, 'url'>): RequestTarget {
  const [, authority, rest = ''] = absoluteForm.exec(url) ?? [];
  if (authority === undefined) return { authority, path: url };
  return { authority, path: rest.startsWith('/') ? rest : `/${rest}` };
}
