import { type Finding, warn } from './finding';

/** So many addresses a few proxies beside each other may have: 16 of IPv4, 256 of IPv6. */
const widest = { ipv4: 28, ipv6: 120 };

/** Of what the environment says and what is stored: null where each block is narrow. Whoever sits in one may say of any request where it comes from. */
export function checkProxies(trusted: readonly string[]): Finding | null {
  const wide = [...new Set(trusted)].filter((block) => {
    const [address = '', bits] = block.split('/');
    return bits !== undefined && Number(bits) < (address.includes(':') ? widest.ipv6 : widest.ipv4);
  });
  if (wide.length === 0) return null;
  return warn(
    'proxies',
    `everybody in ${wide.join(', ')} is believed about whose request it is`,
    'Name the single addresses of your proxies on the page Settings, and in ROUTEWARD_TRUSTED_PROXIES where that is set.',
  );
}
