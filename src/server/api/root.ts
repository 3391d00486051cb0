import { createCallerFactory, router } from './procedure';
import { accountRouter } from './routers/account';
import { auditRouter } from './routers/audit';
import { authRouter } from './routers/auth';
import { connectionsRouter } from './routers/connections';
import { credentialsRouter } from './routers/credentials';
import { customersRouter } from './routers/customers';
import { devicesRouter } from './routers/devices';
import { enrolmentRouter } from './routers/enrolment';
import { invitationsRouter } from './routers/invitations';
import { peopleRouter } from './routers/people';
import { runsRouter } from './routers/runs';
import { sessionsRouter } from './routers/sessions';
import { setupRouter } from './routers/setup';
import { shell } from './routers/shell';

/** Every procedure there is. A new noun is one line here and one file in routers/. */
export const appRouter = router({
  account: accountRouter,
  audit: auditRouter,
  auth: authRouter,
  connections: connectionsRouter,
  credentials: credentialsRouter,
  customers: customersRouter,
  devices: devicesRouter,
  enrolment: enrolmentRouter,
  invitations: invitationsRouter,
  people: peopleRouter,
  runs: runsRouter,
  sessions: sessionsRouter,
  setup: setupRouter,
  shell,
});

export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
