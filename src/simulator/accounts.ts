/** The account with which the demo reads its routers. Its password is public, so the fleet listens on loopback alone. */
export const readAccount = { name: 'routeward-read', password: 'reads the towers, writes nothing' };

/** What that account may: nothing that changes a router, and no secrets. */
export const readPolicies: readonly string[] = ['api', 'read', 'test', 'sniff'];

/** The account with which routers of the demo test the line to another, and nothing else. */
export const testAccount = { name: 'routeward-test', password: 'fills the line, reads nothing' };
export const testPolicies: readonly string[] = ['api', 'winbox'];

/** The account that changes them. It also saves backups, which hold secrets, and reboots. */
export const writeAccount = { name: 'routeward-write', password: 'changes what was approved' };
export const writePolicies: readonly string[] = [...readPolicies, 'write', 'reboot', 'ftp', 'sensitive'];
