// The one table of tables: drizzle-kit reads the whole schema from here.
export * from './alarms';
export * from './audit-exports';
export * from './bulk-runs';
export * from './change-stages';
export * from './changes';
export * from './configuration';
export * from './devices';
export * from './links';
export * from './lookups';
export * from './people';
export { app, audit } from './roles';
export * from './rollouts';
export * from './runs';
export * from './secrets';
export * from './sessions';
export * from './sign-in';
export * from './snapshots';
export * from './status';
