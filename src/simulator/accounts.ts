/** The account with which the demo reads its routers. Its password is public, so the fleet listens on loopback alone. */
export const readAccount = { name: 'routeward-read', password: 'reads the towers, writes nothing' };

/** What that account may: nothing that changes a router, and no secrets. */
export const readPolicies: readonly string[] = ['api', 'read', 'test'];
