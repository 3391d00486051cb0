import type { Role } from '@/core/access';
import { roleTitles } from '@/core/access';
import { counted } from '@/core/shown/format';
import { ChangePassword } from './change-password';
import { EndEverySignIn } from './end-every-sign-in';
import { EndSignIn } from './end-sign-in';
import { type SignInRow, SignInTable } from './sign-in-table';

interface SignInsProps {
  readonly me: { readonly name: string; readonly email: string; readonly role: Role };
  readonly signIns: readonly SignInRow[];
}

/** Where this person is signed in, the way to end one or all of it, and to another password. */
export function SignIns({ me, signIns }: SignInsProps) {
  const { title, can } = roleTitles[me.role];
  return (
    <>
      <div className="grid gap-3 px-4 py-3.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1>Signed-in sessions</h1>
          <p className="flex-1 text-ink-2">{counted(signIns.length, 'session')}</p>
          <ChangePassword email={me.email} />
          <EndEverySignIn count={signIns.length} />
        </div>
        <p className="text-ink-2">
          {me.name}, {me.email}. {title}: {can}
        </p>
      </div>
      <SignInTable
        caption="Where you are signed in, the latest use first"
        className="table-region flex-none min-h-0"
        signIns={signIns}
        end={({ id, current }, described) => (current ? null : <EndSignIn id={id} described={described} />)}
      />
    </>
  );
}
