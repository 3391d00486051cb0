import type { ReactNode } from 'react';
import { may, type Permission, type Role } from '@/core/access';

interface PermittedProps {
  readonly role: Role;
  readonly permission: Permission;
  readonly children: ReactNode;
}

/**
 * What a role may not use is absent, not greyed. The mark stays in the document so that a test can walk over every
 * permission of the table and find none of its controls on the screen of a role that lacks it.
 */
export function Permitted({ role, permission, children }: PermittedProps) {
  if (!may(role, permission)) return null;
  return (
    <span className="contents" data-permission={permission}>
      {children}
    </span>
  );
}
