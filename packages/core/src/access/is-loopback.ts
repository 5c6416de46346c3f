/**
 * Whether a host is this machine by its name alone: what is sent there is on no network. No name is looked up, since what it resolves to can change.
 *
 * @param host  a name or an address, IPv6 with or without brackets
 */
export const isLoopback = (host: string): boolean =>
  /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
