/** Which changes of a customer take a second person: `standard`, those of tier W3; `secondPerson`, each. */
export const changePolicies = ['standard', 'secondPerson'] as const;
export type ChangePolicy = (typeof changePolicies)[number];
