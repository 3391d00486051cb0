import { createCallerFactory, router } from './procedure';
import { accountRouter } from './routers/account';
import { actionsRouter } from './routers/actions';
import { alarmsRouter } from './routers/alarms';
import { auditRouter } from './routers/audit';
import { authRouter } from './routers/auth';
import { bulkRunsRouter } from './routers/bulk-runs';
import { certificateRouter } from './routers/certificate';
import { changesRouter } from './routers/changes';
import { configurationRouter } from './routers/configuration';
import { connectionsRouter } from './routers/connections';
import { credentialsRouter } from './routers/credentials';
import { customersRouter } from './routers/customers';
import { devicesRouter } from './routers/devices';
import { enrolmentRouter } from './routers/enrolment';
import { invitationsRouter } from './routers/invitations';
import { keysRouter } from './routers/keys';
import { lookupsRouter } from './routers/lookups';
import { peopleRouter } from './routers/people';
import { rolloutsRouter } from './routers/rollouts';
import { runsRouter } from './routers/runs';
import { searchRouter } from './routers/search';
import { securityRouter } from './routers/security';
import { sessionsRouter } from './routers/sessions';
import { setupRouter } from './routers/setup';
import { shell } from './routers/shell';
import { sitesRouter } from './routers/sites';
import { snapshotsRouter } from './routers/snapshots';
import { templateVersionsRouter } from './routers/template-versions';
import { templatesRouter } from './routers/templates';
import { webhooksRouter } from './routers/webhooks';

/** Every procedure there is. A new noun is one line here and one file in routers/. */
export const appRouter = router({
  account: accountRouter,
  alarms: alarmsRouter,
  audit: auditRouter,
  auth: authRouter,
  bulkRuns: bulkRunsRouter,
  changes: changesRouter,
  configuration: configurationRouter,
  connections: connectionsRouter,
  credentials: credentialsRouter,
  customers: customersRouter,
  devices: devicesRouter,
  enrolment: enrolmentRouter,
  invitations: invitationsRouter,
  certificate: certificateRouter,
  keys: keysRouter,
  lookups: lookupsRouter,
  people: peopleRouter,
  rollouts: rolloutsRouter,
  runs: runsRouter,
  search: searchRouter,
  actions: actionsRouter,
  security: securityRouter,
  sessions: sessionsRouter,
  setup: setupRouter,
  shell,
  sites: sitesRouter,
  snapshots: snapshotsRouter,
  templates: templatesRouter,
  templateVersions: templateVersionsRouter,
  webhooks: webhooksRouter,
});

export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
