import { type Role, roleTitles } from '@/core/access';
import { limitsOf } from './abilities';

interface RoleChoiceProps {
  readonly roles: readonly Role[];
  readonly value: Role;
  readonly onChange: (role: Role) => void;
  /** Where a heading says already what is chosen, it is said to screen readers alone. */
  readonly hasHeading?: boolean;
}

/** One of the roles, each with what it can do and what it cannot. */
export function RoleChoice({ roles, value, onChange, hasHeading = false }: RoleChoiceProps) {
  return (
    <fieldset className="grid gap-1">
      <legend className={hasHeading ? 'sr-only' : 'mb-1'}>Role</legend>
      {roles.map((role) => {
        const { title, can } = roleTitles[role];
        return (
          <div key={role} className="role-choice">
            <label className="tick font-medium">
              <input
                type="radio"
                name="role"
                className="size-4 flex-none accent-accent"
                value={role}
                checked={role === value}
                aria-describedby={`role-${role}`}
                onChange={() => onChange(role)}
              />
              {title}
            </label>
            <p id={`role-${role}`} className="text-ink-2">
              {can} <span className="block">{limitsOf(role)}</span>
            </p>
          </div>
        );
      })}
    </fieldset>
  );
}
