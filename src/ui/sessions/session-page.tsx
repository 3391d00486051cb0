'use client';

import type { Role } from '@/core/access';
import { useNow } from '../live/now';
import type { SessionPage as Page } from '../live/views';
import { Permitted } from '../permitted';
import { CaseLog } from './case-log';
import { GoingOn } from './going-on';
import { LastStep } from './last-step';
import { SessionHead } from './session-head';
import { SessionRail } from './session-rail';
import { useSession } from './use-session';

interface SessionPageProps {
  readonly page: Page;
  readonly role: Role;
  /** The server's time when the page was made, ISO 8601. */
  readonly renderedAt: string;
}

/** One case: its log on the left, with what can be added to it at its end; what it is about on the right. */
export function SessionPage({ page, role, renderedAt }: SessionPageProps) {
  const current = useSession(page);
  const { session, steps, devices, addSteps } = current;
  const now = useNow(renderedAt);
  return (
    <div className="case">
      <div className="case-main">
        <SessionHead session={session} role={role} onSteps={addSteps} />
        <h2 className="sr-only">Case log</h2>
        <CaseLog current={current} role={role} now={now} />
        <LastStep steps={steps} />
        <Permitted role={role} permission="session.run">
          <GoingOn current={current} />
        </Permitted>
      </div>
      <SessionRail session={session} devices={devices} steps={steps.length} role={role} now={now} onSteps={addSteps} />
    </div>
  );
}
