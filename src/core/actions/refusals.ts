/** Why the preview of a write refuses it, whoever asks: what it finds in the live state of the router. */
export const refusals = {
  notFound: 'the row is not there, or is not the one that was chosen',
  dynamic: 'the row was made by the router itself, which would make it anew',
  ownPath: 'it would cut the way by which Routeward reaches the router',
  ownAddress: 'it names the address from which Routeward comes',
  ownSession: 'it would end the connection of Routeward itself',
  matchesEverything: 'the rule asks for nothing and so would catch everything',
  managementPort: 'it would lead the management port of the router elsewhere',
  overlapsPeer: 'the network belongs to another peer of the interface, which would lose it',
  overlapsNetwork: 'the network overlaps one that the router is already in',
  tooManyRows: 'more rows would be changed than the action allows',
  inexactName: 'the router has nothing of exactly that name, and would take whatever begins like it',
  alreadyThere: 'it is there already, with other values',
  controlledElsewhere: 'the radio is managed by a controller',
  noSpace: 'the storage of the router has no room for it',
  unknownList: 'the address list does not exist, so that nothing would use it',
} as const satisfies Readonly<Record<string, string>>;

export type RefusalId = keyof typeof refusals;
