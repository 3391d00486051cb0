import { makePassword } from './account';
import { TextField } from './text-field';

/** An account as it is typed for the lines of a router. */
export interface TypedAccount {
  readonly name: string;
  readonly password: string;
}

export const freshPassword = (): string => makePassword((bytes) => crypto.getRandomValues(bytes));

interface AccountFieldsProps {
  /** What stands before "account name" and "password"; empty for the account that reads. */
  readonly of: 'Write' | 'Test' | null;
  readonly value: TypedAccount;
  readonly onChange: (value: TypedAccount) => void;
}

/** A name and a password that is made up here, or typed. */
export function AccountFields({ of, value, onChange }: AccountFieldsProps) {
  const titled = (title: string) => (of === null ? title : `${of} ${title.toLowerCase()}`);
  return (
    <>
      <TextField
        label={titled('Account name')}
        value={value.name}
        onChange={(name) => onChange({ ...value, name })}
        maxLength={51}
        isMono
      />
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={titled('Password')}
            value={value.password}
            onChange={(password) => onChange({ ...value, password })}
            maxLength={128}
            isMono
          />
        </div>
        <button type="button" className="button" onClick={() => onChange({ ...value, password: freshPassword() })}>
          Make another{of === null ? null : <span className="sr-only"> {of.toLowerCase()} password</span>}
        </button>
      </div>
    </>
  );
}
