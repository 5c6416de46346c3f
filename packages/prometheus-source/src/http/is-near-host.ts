import { isIPv4 } from 'node:net';

const clusterName = /\.(svc|svc\..+|cluster\.local|localhost)$/;

/**
 * Whether a host is this machine or a neighbour in a stack: loopback, a name without a dot (as Compose gives them), a service of Kubernetes. A proxy for the
 * way out does not know them, and would answer for another machine of that name.
 *
 * @param hostname  as `URL` has it: lower case, IPv6 in brackets
 */
export function isNearHost(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  if (name.startsWith('[')) return /^\[(::1|::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})\]$/.test(name);
  if (isIPv4(name)) return name.startsWith('127.');
  return !name.includes('.') || clusterName.test(name);
}
