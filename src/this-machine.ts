import { BlockList, isIP } from 'node:net';

const addresses = new BlockList();
addresses.addSubnet('127.0.0.0', 8);
addresses.addAddress('::1', 'ipv6');

/** Whether a host, a name or an address as a URL, a socket or a flag has it, is sure to be this machine. */
export function isThisMachine(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(name);
  // An IPv4 address inside of IPv6 (::ffff:127.0.0.1), as sockets for both have it, counts as what it is.
  if (family !== 0) return addresses.check(name, family === 6 ? 'ipv6' : 'ipv4');
  return /^(?:[\w-]+\.)*localhost\.?$/i.test(name); // names below it are this machine too (RFC 6761, section 6.3)
}
