import { isIPv4 } from 'node:net';

const clusterName = /\.(svc|svc\..+|cluster\.local)$/;

/**
 * Whether a host is this machine or a neighbour in a stack: loopback, a name without a dot (as Compose gives them), a service of Kubernetes. A proxy for the
 * way out does not know them, and would answer for another machine of that name.
 *
 * @param hostname  as `URL` has it: lower case, IPv6 in brackets
 */
export function isNearHost(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  return isLoopback(name) || !/[.[]/.test(name) || clusterName.test(name);
}

/**
 * Whether a host is this machine, so that nobody reads along.
 *
 * @param hostname  as `URL` has it: lower case, IPv6 in brackets
 */
export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  if (name.startsWith('[')) return /^\[(::1|::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})\]$/.test(name);
  return isIPv4(name) ? name.startsWith('127.') : /^(.+\.)?localhost$/.test(name);
}
