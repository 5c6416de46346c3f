import type { IncomingMessage } from 'node:http';
import { LifecycleError } from '../lifecycle-error.js';
import { type Authority, parseAuthority } from './authority.js';
import { targetOf } from './request-target.js';

/** Which names a server answers to. */
export interface HostRule {
  /** Why a request is not answered: `host-not-allowed` or `origin-not-allowed`; undefined where it is. */
  refusalOf(request: IncomingMessage): LifecycleError | undefined;
}

/** Switches the rule off. */
const anything = '*';

const safeMethods: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Whether a method, in capitals, asks for nothing to be changed. @source RFC 9110, section 9.2.1 */
export const isSafeMethod = (method: string | undefined): boolean => safeMethods.has(method);

/** Which names pass. */
export interface AllowedNames {
  /** `.example.org` is example.org and all below it; `*` lets everything pass. */
  readonly allowedHosts: readonly string[];
  /** What the server listens on, which may be a name. */
  readonly host: string;
}

/**
 * Keeps pages of others from asking this server in their visitors' browsers. A page at `http://evil.example` whose name is made to mean this
 * machine would be of one origin with it; yet its requests say `Host: evil.example`. So names pass that are listed, or mean this machine
 * whoever looks them up, and addresses, which nobody can make mean another. What changes something must besides come from a page of this
 * server, where it comes from a page at all.
 *
 * @source  RFC 6761, section 6.3: `localhost`; RFC 6454: origins
 */
export function createHostRule({ allowedHosts, host: ownName }: AllowedNames): HostRule {
  if (allowedHosts.includes(anything)) return { refusalOf: () => undefined };
  const isListed = matcherOf(allowedHosts);
  const own = parseAuthority(ownName)?.host;
  const isKnown = (authority: Authority): boolean =>
    authority.isAddress || isLoopback(authority.host) || authority.host === own || isListed(authority);
  return {
    refusalOf(request) {
      const hosts = request.headersDistinct.host ?? [];
      if (hosts.length > 1) return hostNotAllowed();
      // A target that names a host counts before the header; a request of HTTP/1.0 may name none, which no browser sends.
      const named = [targetOf(request).authority ?? [], hosts].flat();
      for (const text of named) {
        const authority = parseAuthority(text);
        if (!authority || !isKnown(authority)) return hostNotAllowed(authority?.host);
      }
      return isFromHere(request, named[0], isListed) ? undefined : originNotAllowed();
    },
  };
}

function matcherOf(allowedHosts: readonly string[]): (authority: Authority) => boolean {
  const hosts = new Set<string>();
  const suffixes: string[] = [];
  for (const entry of allowedHosts) {
    const host = parseAuthority(entry.replace(/^\./, ''))?.host;
    if (host === undefined) continue;
    hosts.add(host);
    if (entry.startsWith('.')) suffixes.push(`.${host}`);
  }
  return ({ host }) => hosts.has(host) || suffixes.some((suffix) => host.endsWith(suffix));
}

const isLoopback = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

/** Whether nothing is to change, or nobody says from which page it comes, or it is one of this server. */
function isFromHere(
  { method, headers }: IncomingMessage,
  named: string | undefined,
  isListed: (authority: Authority) => boolean,
): boolean {
  if (isSafeMethod(method) || headers.origin === undefined) return true;
  const [, scheme, text = ''] = /^(https?):\/\/(.+)$/.exec(headers.origin) ?? [];
  const origin = parseAuthority(text);
  if (!origin) return false;
  // A proxy that ends TLS may say another host, or the host without its port.
  if (isListed(origin)) return true;
  const host = parseAuthority(named ?? '');
  const port = origin.port ?? (scheme === 'https' ? 443 : 80);
  return host?.host === origin.host && (host.port ?? port) === port;
}

function hostNotAllowed(host?: string): LifecycleError {
  const what =
    host === undefined
      ? 'the request does not name one host, as it must'
      : `this server does not answer to the name ${host}`;
  const remedy = 'ask by an IP address or localhost, or add the name to ALLOWED_HOSTS';
  return new LifecycleError('host-not-allowed', `${what}: ${remedy}`);
}

const originNotAllowed = (): LifecycleError =>
  new LifecycleError(
    'origin-not-allowed',
    'the request would change something, and comes from a page of another server: add the name of that page to ALLOWED_HOSTS if it is yours',
  );
