import { createCallerFactory, router } from './procedure';
import { accountRouter } from './routers/account';
import { auditRouter } from './routers/audit';
import { authRouter } from './routers/auth';
import { customersRouter } from './routers/customers';
import { devicesRouter } from './routers/devices';
import { peopleRouter } from './routers/people';
import { runsRouter } from './routers/runs';
import { sessionsRouter } from './routers/sessions';
import { shell } from './routers/shell';

/** Every procedure there is. A new noun is one line here and one file in routers/. */
export const appRouter = router({
  account: accountRouter,
  audit: auditRouter,
  auth: authRouter,
  customers: customersRouter,
  devices: devicesRouter,
  people: peopleRouter,
  runs: runsRouter,
  sessions: sessionsRouter,
  shell,
});

export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
