import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether only programs of this machine reach what listens there.
 *
 * @param host  an address, in any spelling, or a name
 * @returns     true for 127.0.0.0/8, ::1 and localhost
 * @source      RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3; RFC 6761, section 6.3
 */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host.toLowerCase() === 'localhost';
  return loopback.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
