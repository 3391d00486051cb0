// The one table of tables: drizzle-kit reads the whole schema from here.
export * from './devices';
export * from './links';
export * from './people';
export { app, audit } from './roles';
export * from './runs';
export * from './secrets';
export * from './sessions';
export * from './sign-in';
export * from './status';
